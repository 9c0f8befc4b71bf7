import { UploadForm } from '../../../platform/brought';
import { Radios, TextInput } from '../../../platform/ui';
import { capital } from '../../../platform/words';
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

const groups = { public: 'Published figures', pupil: 'Files of pupils' };

export const UploadPage = ({
  dataset,
  year,
  stage,
  la,
  errors,
  demonstration,
  pupils,
}: UploadView & { demonstration: boolean; pupils: boolean }) => (
  <UploadForm
    title="Bring a file of results"
    lead="You see what it holds, and every row that cannot be taken, before anything is shown to anybody."
    at="/releases"
    demonstration={demonstration}
    kind={{
      name: 'dataset',
      value: dataset,
      choices: releaseKinds
        .filter(({ level }) => pupils || level === 'public')
        .map(({ id, title, hint, level }) => ({ value: id, text: title, hint, group: groups[level] })),
    }}
    file={{
      hint: 'A CSV file as it was published, also compressed (.gz); of pupils also a common transfer file (.xml). Not a workbook.',
      accept: '.csv,.txt,.tsv,.gz,.xml,text/csv',
    }}
    la={{ value: la, hint: 'The code of three figures, for example 373. Rows of areas are always taken.' }}
    errors={errors}
    before={
      <>
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
      </>
    }
  />
);
