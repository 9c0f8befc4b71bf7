import { Columns } from '../columns/columns';
import type { Example } from '../example';
import { Panel } from '../panel/panel';
import { DayBlocks, UnitBar, UnitKey } from '../units/units';
import { Stat } from './stat';

export const examples: Example[] = [
  {
    name: 'What is left',
    html: () => (
      <Panel>
        <div class="m-section__head">
          <h2>What is left this year</h2>
          <UnitKey />
        </div>
        <Columns split="quarters">
          <Stat label="Days" value="½" unit="day left" facts={facts('4', '2', '1½')}>
            <DayBlocks used={8} held={6} left={2} />
          </Stat>
          <Stat label="Tickets" value="15" unit="tickets left" facts={facts('44', '22', '7')}>
            <UnitBar used={22} held={7} left={15} says="22 tickets used, 7 held, 15 left" />
          </Stat>
          <Stat label="Credit" value="£550" unit="left" facts={facts('£850', '£300', '£0')}>
            <UnitBar used={300} held={0} left={550} says="£300 of credit used, £550 left" />
          </Stat>
          <Stat label="Worth so far" value="£2,150" unit="at least" note="of £4,175 to £4,375 in the whole year">
            <UnitBar
              used={2150}
              held={975}
              left={1250}
              mark={{ at: 2760, label: 'fee £2,760' }}
              says="£2,150 used and £975 held, past the fee of £2,760"
            />
          </Stat>
        </Columns>
      </Panel>
    ),
  },
];

function facts(owed: string, used: string, held: string) {
  return [
    { term: 'Owed', value: owed },
    { term: 'Used', value: used },
    { term: 'Held', value: held },
  ];
}
