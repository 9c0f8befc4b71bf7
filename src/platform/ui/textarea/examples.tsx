import type { Example } from '../example';
import { Textarea } from './textarea';

export const examples: Example[] = [
  {
    name: 'Textarea',
    html: () => <Textarea id="saw" name="saw" label="What you saw" hint="Read by the people you tick below" rows={4} />,
  },
  {
    name: 'With an error',
    html: () => (
      <Textarea
        id="agreed"
        name="agreed"
        label="What was agreed"
        error="Say what was agreed, or write: nothing"
        rows={3}
      />
    ),
  },
];
