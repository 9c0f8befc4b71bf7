import type { Example } from '../example';
import { MoneyBar, MoneySwatch } from './money-bar';

export const examples: Example[] = [
  {
    name: 'Pipeline',
    html: () => (
      <>
        <MoneyBar
          inside="£391,240 contracted"
          says="£391,240 is contracted, £36,240 above the line of £355,000. With forms and intentions it comes to £429,000 of £430,000."
          parts={[
            { label: 'Active', pence: 39_124_000 },
            { label: 'Form completed', pence: 912_000 },
            { label: 'Form sent', pence: 1_298_000 },
            { label: 'Intention', pence: 1_566_000 },
          ]}
          lines={[
            { label: 'Viable from £355,000', pence: 35_500_000 },
            { label: 'Target £430,000', pence: 43_000_000 },
          ]}
        />
        <ul class="m-key">
          {['Active', 'Form completed', 'Form sent', 'Intention'].map((stage, index) => (
            <li>
              <MoneySwatch index={index} />
              {stage}
            </li>
          ))}
        </ul>
      </>
    ),
  },
];
