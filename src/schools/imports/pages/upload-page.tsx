import { Button, DateInput, Details, FileUpload, Notice, PageHeading, Radios, TextInput } from '../../../platform/ui';
import { kinds } from '../kinds';

export interface UploadView {
  kind: string;
  la: string;
  asAt: { day?: string; month?: string; year?: string };
  errors: { kind?: string; file?: string; la?: string; asAt?: string };
}

export const UploadPage = ({ kind, la, asAt, errors, demonstration }: UploadView & { demonstration: boolean }) => (
  <>
    <PageHeading
      title="Bring a file"
      lead="You see what it would change, and every row that cannot be taken, before anything changes."
    />
    {demonstration && (
      <Notice kind="hint" title="This is a demonstration.">
        It takes files with its invented schools only; rows of real ones are rejected.
      </Notice>
    )}
    <form action="/imports" method="post" enctype="multipart/form-data" data-upload novalidate>
      <Radios
        id="kind"
        name="kind"
        legend="What is in the file?"
        value={kind}
        error={errors.kind}
        choices={kinds.map(({ name, title, hint }) => ({ value: name, text: title, hint }))}
      />
      <FileUpload
        id="file"
        name="file"
        label="File"
        hint="A CSV file as it was published, also compressed (.gz). Not a workbook."
        accept=".csv,.txt,.tsv,.gz,text/csv"
        error={errors.file}
      />
      <TextInput
        id="la"
        name="la"
        label="Only schools of this authority (optional)"
        hint="The code of three figures, for example 373. Leave it empty to take every row."
        value={la}
        width={3}
        numeric
        error={errors.la}
      />
      <Details summary="The day from which the facts hold" open={errors.asAt !== undefined}>
        <DateInput
          id="as-at"
          name="as-at"
          legend="Day (optional)"
          hint="Only where neither the file’s name nor the file itself tells. For pupil numbers, the census day."
          values={asAt}
          error={errors.asAt}
        />
      </Details>
      <Button>Check this file</Button>
    </form>
  </>
);
