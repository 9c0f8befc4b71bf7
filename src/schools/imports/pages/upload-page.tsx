import { UploadForm } from '../../../platform/brought';
import { DateInput, Details } from '../../../platform/ui';
import { kinds } from '../kinds';

export interface UploadView {
  kind: string;
  la: string;
  asAt: { day?: string; month?: string; year?: string };
  errors: { kind?: string; file?: string; la?: string; 'as-at-day'?: string };
}

export const UploadPage = ({ kind, la, asAt, errors, demonstration }: UploadView & { demonstration: boolean }) => (
  <UploadForm
    title="Bring a file"
    lead="You see what it would change, and every row that cannot be taken, before anything changes."
    at="/imports"
    demonstration={demonstration}
    kind={{
      name: 'kind',
      value: kind,
      choices: kinds.map(({ name, title, hint }) => ({ value: name, text: title, hint })),
    }}
    file={{
      hint: 'A CSV file as it was published, also compressed (.gz). Not a workbook.',
      accept: '.csv,.txt,.tsv,.gz,text/csv',
    }}
    la={{ value: la, hint: 'The code of three figures, for example 373. Leave it empty to take every row.' }}
    errors={errors}
    after={
      <Details summary="The day from which the facts hold" open={errors['as-at-day'] !== undefined}>
        <DateInput
          id="as-at"
          name="as-at"
          legend="Day (optional)"
          hint="Only where neither the file’s name nor the file itself tells. For pupil numbers, the census day."
          values={asAt}
          error={errors['as-at-day']}
        />
      </Details>
    }
  />
);
