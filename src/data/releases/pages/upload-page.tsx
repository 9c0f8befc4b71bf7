import { Button, FileUpload, Notice, PageHeading, Radios, TextInput } from '../../../platform/ui';
import { releaseKinds } from '../../catalogue/kinds';
import { stages } from '../queries';

export interface UploadView {
  dataset: string;
  year: string;
  stage: string;
  la: string;
  errors: { dataset?: string; file?: string; year?: string; la?: string };
}

const stageHints: Record<string, string> = {
  initial: 'First figures, before schools have looked at them.',
  refined: 'After the first corrections.',
  confirmed: 'Agreed with schools, not yet final.',
  validated: 'Final. Most published files are.',
};

export const UploadPage = ({
  dataset,
  year,
  stage,
  la,
  errors,
  demonstration,
  pupils,
}: UploadView & { demonstration: boolean; pupils: boolean }) => (
  <>
    <PageHeading
      title="Bring a file of results"
      lead="You see what it holds, and every row that cannot be taken, before anything is shown to anybody."
    />
    {demonstration && (
      <Notice kind="hint" title="This is a demonstration.">
        It takes files with its invented schools only; rows of real ones are rejected.
      </Notice>
    )}
    <form action="/releases" method="post" enctype="multipart/form-data" data-upload novalidate>
      <Radios
        id="dataset"
        name="dataset"
        legend="What is in the file?"
        value={dataset}
        error={errors.dataset}
        choices={releaseKinds
          .filter(({ level }) => pupils || level === 'public')
          .map(({ id, title, hint }) => ({ value: id, text: title, hint }))}
      />
      <FileUpload
        id="file"
        name="file"
        label="File"
        hint="A CSV file as it was published, also compressed (.gz); of pupils also a common transfer file (.xml). Not a workbook."
        accept=".csv,.txt,.tsv,.gz,.xml,text/csv"
        error={errors.file}
      />
      <TextInput
        id="year"
        name="year"
        label="Academic year (optional)"
        hint="For example 2017/18. Only where neither the file nor its name says."
        value={year}
        width={10}
        error={errors.year}
      />
      <Radios
        id="stage"
        name="stage"
        legend="How final is it?"
        value={stage}
        choices={stages.toReversed().map((one) => ({ value: one, text: capital(one), hint: stageHints[one] }))}
      />
      <TextInput
        id="la"
        name="la"
        label="Only schools of this authority (optional)"
        hint="The code of three figures, for example 373. Rows of areas are always taken."
        value={la}
        width={3}
        numeric
        error={errors.la}
      />
      <Button>Check this file</Button>
    </form>
  </>
);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
