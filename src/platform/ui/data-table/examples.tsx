import { Category } from '../category/category';
import type { Example } from '../example';
import { Filters } from '../filters/filters';
import { withQuery } from '../link';
import { Tick } from '../marks/marks';
import { Section } from '../section/section';
import { DayBlocks, UnitBar } from '../units/units';
import { DataTable, ExportLinks, Second } from './data-table';

const left = [
  {
    element: 'Ofsted preparation',
    left: '½ day',
    worth: '£275',
    next: 'Two half-days offered, answer by 22 March',
    verb: 'Choose',
  },
  { element: 'Bespoke credit', left: '£550', worth: '£550', next: 'Enough for one whole day', verb: 'Use it' },
  {
    element: 'Subject networks',
    left: '8 tickets',
    worth: '£100–£160',
    next: 'Next: Mathematics, 4 April',
    verb: 'Book',
  },
  { element: 'Leader briefings', left: '4 tickets', worth: null, next: 'Next: 21 March, 2 places held', verb: 'Book' },
];

const schools = [
  {
    school: 'Tilt Forge Primary',
    area: 'E',
    tone: 'amber',
    letter: 'A',
    word: 'Amber',
    used: 0,
    held: 0,
    days: 20,
    tickets: 44,
    worth: '£4,725',
    contact: '4 March',
  },
  {
    school: 'Skew Hill Primary',
    area: 'A',
    tone: 'green',
    letter: 'G',
    word: 'Green',
    used: 2,
    held: 0,
    days: 10,
    tickets: 38,
    worth: '£3,190',
    contact: '8 January',
  },
  {
    school: 'Wicker Arch Academy',
    area: 'Sec',
    tone: 'yellow',
    letter: 'Y',
    word: 'Yellow',
    used: 4,
    held: 4,
    days: 8,
    tickets: 28,
    worth: '£2,640',
    contact: null,
  },
] as const;

const grid = [
  { thing: 'Categorisation', one: true, two: true },
  { thing: 'Headteacher recruitment support', one: true, two: false },
];

const elements = [
  { element: 'Health Check', owed: '2 days', worth: '£1,100', visits: ['25 Sept 2018', '16 Oct 2018'] },
  { element: 'Bespoke credit', owed: '£850', worth: '£850', visits: ['4 Feb 2019'] },
];

export const examples: Example[] = [
  {
    name: 'A school table',
    html: () => (
      <DataTable
        caption="Left to use before 31 August"
        captionHidden
        rows={left}
        columns={[
          {
            key: 'element',
            header: 'Left to use before 31 August',
            cell: (row) => row.element,
            name: true,
            strong: true,
          },
          { key: 'left', header: 'Left', cell: (row) => row.left, align: 'end', figure: true },
          { key: 'worth', header: 'Worth', cell: (row) => row.worth, align: 'end', wideOnly: true },
          { key: 'next', header: 'What next', cell: (row) => row.next, plain: true },
          {
            key: 'verb',
            header: 'Action',
            cell: (row) => (
              <a href="/design">
                {row.verb}
                <span class="govuk-visually-hidden"> {row.element}</span>
              </a>
            ),
            verb: true,
          },
        ]}
      />
    ),
  },
  {
    name: 'A table that sorts and exports',
    about: 'The order is in the address; files hold the same rows.',
    html: () => (
      <Section
        title="Unspent by school"
        rule="none"
        aside={
          <>
            <Filters
              label="Show"
              items={[
                { text: 'Most to lose', href: '/design', current: true },
                { text: 'No contact', href: '/design' },
              ]}
            />
            <ExportLinks csv="/design?format=csv" excel="/design?format=xlsx" />
          </>
        }
      >
        <DataTable
          caption="Unspent by school"
          captionHidden
          scroll
          rows={schools}
          sort={{ key: 'worth', dir: 'desc', href: (sort, dir) => withQuery('/design', { sort, dir }) }}
          columns={[
            {
              key: 'school',
              header: 'School',
              cell: (row) => <a href="/design">{row.school}</a>,
              name: true,
              strong: true,
              sortable: true,
            },
            { key: 'area', header: 'Locality', cell: (row) => row.area },
            {
              key: 'category',
              header: 'Category',
              cell: (row) => <Category tone={row.tone} letter={row.letter} word={row.word} letterOnly />,
            },
            {
              key: 'days',
              header: 'Days, used held left',
              cell: (row) => <DayBlocks used={row.used} held={row.held} left={row.days} small />,
            },
            {
              key: 'tickets',
              header: 'Tickets',
              cell: (row) => (
                <UnitBar
                  used={50 - row.tickets}
                  held={2}
                  left={row.tickets}
                  small
                  says={`${row.tickets} tickets left`}
                />
              ),
            },
            {
              key: 'worth',
              header: 'Worth, at least',
              cell: (row) => row.worth,
              align: 'end',
              sortable: true,
              strong: true,
              total: '£10,555',
            },
            { key: 'contact', header: 'Last contact', cell: (row) => row.contact },
            {
              key: 'verb',
              header: 'Action',
              cell: (row) => (
                <a href="/design">
                  Plan<span class="govuk-visually-hidden"> {row.school}</span>
                </a>
              ),
              verb: true,
            },
          ]}
        />
      </Section>
    ),
  },
  {
    name: 'Rows that open in place',
    html: () => (
      <DataTable
        caption="Elements and their bookings"
        rows={elements}
        detail={(row) => (
          <DataTable
            caption={`Bookings of ${row.element}`}
            captionHidden
            rows={row.visits}
            columns={[{ key: 'date', header: 'Date', cell: (date) => date, name: true }]}
          />
        )}
        columns={[
          { key: 'element', header: 'Element', cell: (row) => row.element, name: true, strong: true },
          { key: 'owed', header: 'Owed', cell: (row) => row.owed },
          {
            key: 'worth',
            header: 'Stated value',
            cell: (row) => row.worth,
            align: 'end',
            figure: true,
            total: '£1,950',
          },
        ]}
      />
    ),
  },
  {
    name: 'Who gets what',
    html: () => (
      <DataTable
        caption="If you do not subscribe"
        sortInPlace
        rows={grid}
        columns={[
          {
            key: 'thing',
            header: 'What',
            cell: (row) => (
              <>
                {row.thing}
                <Second>every year</Second>
              </>
            ),
            name: true,
            sortable: true,
          },
          {
            key: 'one',
            header: 'Maintained',
            cell: (row) => (row.one ? <Tick says="Included" /> : 'no'),
            align: 'centre',
          },
          {
            key: 'two',
            header: 'Academy',
            cell: (row) => (row.two ? <Tick says="Included" /> : 'at a price'),
            align: 'centre',
          },
        ]}
      />
    ),
  },
];
