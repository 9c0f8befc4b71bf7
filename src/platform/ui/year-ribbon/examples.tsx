import type { Example } from '../example';
import { YearRibbon } from './year-ribbon';

const day = (text: string) => Temporal.PlainDate.from(text);

export const examples: Example[] = [
  {
    name: 'A year, in March',
    html: () => (
      <YearRibbon
        from={day('2018-09-01')}
        to={day('2019-08-31')}
        halfTerms={[
          { name: 'Autumn 1', short: 'Autumn', from: day('2018-09-03'), to: day('2018-10-26') },
          { name: 'Autumn 2', from: day('2018-11-05'), to: day('2018-12-21') },
          { name: 'Spring 1', short: 'Spring', from: day('2019-01-07'), to: day('2019-02-15') },
          { name: 'Spring 2', from: day('2019-02-25'), to: day('2019-04-05') },
          { name: 'Summer 1', short: 'Summer', from: day('2019-04-23'), to: day('2019-05-24') },
          { name: 'Summer 2', from: day('2019-06-03'), to: day('2019-07-23') },
        ]}
        marks={[
          { date: day('2018-09-25'), done: true },
          { date: day('2018-11-29'), done: true },
          { date: day('2019-01-22'), done: true },
          { date: day('2019-03-05'), done: true },
          { date: day('2019-03-26'), done: false, label: 'Next visit, 26 March' },
          { date: day('2019-06-11'), done: false },
        ]}
        today={{ date: day('2019-03-12'), label: 'Today, 12 March' }}
        endLabel="31 Aug, lapses"
        endShort="31 Aug"
        says="The year to 31 August: 4 visits delivered, the next on 26 March, 1 more to come. Today is 12 March."
      />
    ),
  },
];
