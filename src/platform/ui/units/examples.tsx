import type { Example } from '../example';
import { DayBlocks, UnitBar, UnitKey } from './units';

export const examples: Example[] = [
  { name: 'Key', html: () => <UnitKey /> },
  {
    name: 'Day blocks',
    about: 'One block is half a day, two make a day; a quarter-day is half a block.',
    html: () => <DayBlocks used={8} held={5} left={3} />,
  },
  { name: 'Day blocks in a table', html: () => <DayBlocks used={4} held={2} left={2} small /> },
  {
    name: 'Ticket or credit bar',
    html: () => <UnitBar used={22} held={7} left={15} says="22 tickets used, 7 held, 15 left" />,
  },
  {
    name: 'Worth against the fee',
    html: () => (
      <UnitBar
        used={215000}
        held={97500}
        left={125000}
        mark={{ at: 276000, label: 'fee £2,760' }}
        says="£2,150 used and £975 held, past the fee of £2,760"
      />
    ),
  },
  {
    name: 'Bar in a table',
    html: () => <UnitBar used={10} held={2} left={8} small says="10 tickets used, 2 held, 8 left" />,
  },
];
