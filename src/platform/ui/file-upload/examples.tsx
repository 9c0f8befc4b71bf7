import { Button } from '../button/button';
import type { Example } from '../example';
import { FileForm, FileUpload } from './file-upload';

export const examples: Example[] = [
  {
    name: 'File upload with progress',
    html: () => (
      <FileForm action="/design">
        <FileUpload
          id="census"
          name="census"
          label="Census file"
          hint="A CSV file, as the department publishes it"
          accept=".csv,text/csv"
        />
        <Button>Check this file</Button>
      </FileForm>
    ),
  },
  {
    name: 'With an error',
    html: () => (
      <FileUpload
        id="spine"
        name="spine"
        label="Spine file"
        error="This is a workbook. Save it as CSV and choose it again"
      />
    ),
  },
];
