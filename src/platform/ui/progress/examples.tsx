import type { Example } from '../example';
import { Progress, Refresh } from './progress';

export const examples: Example[] = [
  {
    name: 'Progress',
    html: () => (
      <Refresh id="import-state" every={2} href="/design" running={false}>
        <Progress id="import-progress" label="Reading the file" done={31_200} total={50_000} noun="rows" />
      </Refresh>
    ),
  },
];
