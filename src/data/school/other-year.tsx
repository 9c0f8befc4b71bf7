import { Notice } from '../../platform/ui';
import { readAcademicYear, yearName } from '../../schools';
import { yearWords } from './words';

/** Where the year that an address asks for is not there: that another is shown in its place. */
export const OtherYear = ({ asked, shown }: { asked: string | null; shown: number }) =>
  asked !== null && readAcademicYear(asked) !== shown ? (
    <Notice kind="hint">
      There is nothing of {yearWords(asked)} here: this is {yearName(shown)}.
    </Notice>
  ) : null;
