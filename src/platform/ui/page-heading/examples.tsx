import type { Example } from '../example';
import { PageHeading } from './page-heading';

export const examples: Example[] = [
  {
    name: 'Page heading',
    html: () => (
      <PageHeading
        eyebrow="Year one of three"
        title="Statement of value, 2018/19"
        lead="By 12 March Rivelin Bank Primary has had support with a stated value of £2,150 to £2,275, for a fee of £2,760."
        actions={
          <>
            <a href="/design">Print or save as PDF</a>
            <a href="/design">Spreadsheet</a>
          </>
        }
      />
    ),
  },
];
