import { Notice } from '../../platform/ui';
import { readAcademicYear, yearName } from '../../schools';
import { yearWords } from './words';

/**
 * Where the year that an address asks for is not there: that another is shown in its place.
 *
 * @param props.shown null: the newest of each kind, which may be of several years.
 */
export const OtherYear = ({ asked, shown }: { asked: string | null; shown: number | null }) =>
  asked !== null && (shown === null || readAcademicYear(asked) !== shown) ? (
    <Notice kind="hint">
      There is nothing of {yearWords(asked)} here: this is{' '}
      {shown === null ? 'the newest of each kind' : yearName(shown)}.
    </Notice>
  ) : null;
