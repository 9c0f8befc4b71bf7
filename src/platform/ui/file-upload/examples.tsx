import { Button } from '../button/button';
import type { Example } from '../example';
import { FileUpload } from './file-upload';

export const examples: Example[] = [
  {
    name: 'File upload with progress',
    html: () => (
      <form action="/design" method="post" enctype="multipart/form-data" data-upload>
        <FileUpload
          id="census"
          name="census"
          label="Census file"
          hint="A CSV file, as the department publishes it"
          accept=".csv,text/csv"
        />
        <Button>Check this file</Button>
      </form>
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
