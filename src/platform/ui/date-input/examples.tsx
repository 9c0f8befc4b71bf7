import type { Example } from '../example';
import { DateInput } from './date-input';

export const examples: Example[] = [
  {
    name: 'Date input',
    html: () => <DateInput id="from" name="from" legend="First day" hint="For example, 26 3 2019" />,
  },
  {
    name: 'With an error in one part',
    html: () => (
      <DateInput
        id="until"
        name="until"
        legend="Last day"
        values={{ day: '31', month: '13', year: '2019' }}
        wrong={['month']}
        error="The month must be from 1 to 12"
      />
    ),
  },
];
