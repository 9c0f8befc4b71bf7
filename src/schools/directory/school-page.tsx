import type { Child } from 'hono/jsx';
import type { Drawings } from '../../platform/charts';
import {
  ButtonLink,
  ChartFigure,
  type Column,
  Columns,
  DataTable,
  EmptyState,
  ExportLinks,
  Notice,
  Section,
  Stat,
  SummaryList,
  type SummaryRow,
} from '../../platform/ui';
import { capital, count, counted, date, listed, monthYear } from '../../platform/words';
import { SchoolHeader, type SchoolTab } from './header';
import { sources } from './pupils-chart';
import type { Census, Inspection, Kin, SchoolFacts } from './school-queries';
import { ages, kindOfSchool, laEstab, sectorWords, webAddress } from './words';

export interface SchoolView {
  school: SchoolFacts;
  tabs: readonly SchoolTab[];
  mayCount: boolean;
  /** The drawing of its pupil numbers, where there are enough to draw. */
  chart: Drawings | null;
}

export function SchoolPage({ school, tabs, mayCount, chart }: SchoolView) {
  return (
    <>
      <SchoolHeader school={school} tabs={tabs} at={`/schools/${school.urn}`} lead={answer(school)} />
      {!school.open && <Closed school={school} />}
      <Columns split="7-5">
        <div>
          <Pupils school={school} mayCount={mayCount} chart={chart} />
          <Inspections school={school} />
        </div>
        <div>
          <About school={school} />
          <Identifiers school={school} />
          <BeforeAndAfter school={school} />
          <p class="m-small m-quiet">{sourceOf(school)}</p>
        </div>
      </Columns>
    </>
  );
}

/** What it is, where, and for how many, in a sentence. */
export function answer(school: SchoolFacts): string {
  const { facts, open } = school;
  const newest = school.censuses[0];
  const range = ages(facts.low_age, facts.high_age);
  const place = school.town ?? facts.locality;
  const pupils = newest ? ` with ${counted(newest.onRoll, 'pupil')} in ${monthYear(newest.censusDate)}` : '';
  const what = kindOfSchool(school);
  return `${open ? 'A' : 'Was a'}${/^[aeiou]/.test(what) ? 'n' : ''} ${what}${range ? ` for ages ${range}` : ''}${place ? ` in ${place}` : ''}${pupils}.`;
}

function Closed({ school }: { school: SchoolFacts }) {
  const [next] = school.successors;
  return (
    <Notice
      kind="hint"
      title={school.closed ? `This school closed on ${date(school.closed)}.` : 'This school has closed.'}
      {...(next ? { action: <a href={`/schools/${next.urn}`}>Go to {next.name}</a> } : {})}
    >
      {next
        ? next.kind === 'merger'
          ? `It became part of ${listed(school.successors.map((one) => one.name))}.`
          : `It carries on as ${listed(school.successors.map((one) => one.name))}.`
        : 'No school is known to have taken its place.'}
    </Notice>
  );
}

function Pupils({ school, mayCount, chart }: Pick<SchoolView, 'school' | 'mayCount' | 'chart'>) {
  const [newest, before] = school.censuses;
  const enter = (
    <ButtonLink kind="secondary" href={`/schools/${school.urn}/pupils`}>
      {newest?.source === 'office' ? 'Correct the number of school age' : 'Enter pupils of school age'}
    </ButtonLink>
  );
  if (!newest)
    return (
      <Section title="Pupils" rule="petrol">
        <EmptyState title="No pupil number is known yet" level={3}>
          The number on roll will be here, year by year, once a census that counts this school has been brought in.
        </EmptyState>
      </Section>
    );
  return (
    <Section title="Pupils" rule="petrol">
      <Stat
        label={`On roll, ${monthYear(newest.censusDate)}`}
        value={count(newest.onRoll)}
        unit={newest.onRoll === 1 ? 'pupil' : 'pupils'}
        note={[
          before && `${changeWords(newest.onRoll - before.onRoll)} ${monthYear(before.censusDate)}.`,
          newest.schoolAged !== null && `${count(newest.schoolAged)} of them are of school age.`,
        ]
          .filter(Boolean)
          .join(' ')}
      />
      {chart && (
        <ChartFigure
          title="Pupils on roll over the years"
          sentence={trend(school.censuses)}
          {...chart}
          table={<CensusTable school={school} hidden />}
        />
      )}
      {!chart && <CensusTable school={school} />}
      {mayCount && school.open && newest.urn === school.urn && enter}
    </Section>
  );
}

/** "12 more than in", for the sentence that names the earlier census. */
const changeWords = (change: number): string =>
  change === 0 ? 'As many as in' : change > 0 ? `${count(change)} more than in` : `${count(-change)} fewer than in`;

function trend(censuses: readonly Census[]): string {
  const newest = censuses[0]!;
  const oldest = censuses.at(-1)!;
  const change = newest.onRoll - oldest.onRoll;
  const how = change === 0 ? 'The same as' : `${count(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} than`;
  return `${how} in ${monthYear(oldest.censusDate)}: ${count(oldest.onRoll)} then, ${count(newest.onRoll)} in ${monthYear(newest.censusDate)}.`;
}

function CensusTable({ school, hidden }: { school: SchoolFacts; hidden?: boolean }) {
  const { censuses } = school;
  const next = new Map(censuses.map((census, i) => [census, censuses[i + 1]]));
  const columns: Column<Census>[] = [
    {
      key: 'census',
      header: 'Census',
      name: true,
      sortable: true,
      sortValue: (census) => census.censusDate.toString(),
      cell: (census) => (
        <>
          {monthYear(census.censusDate)}
          <span class="m-table__second">
            {sources[census.source]}
            {census.file ? `: ${census.file}` : ''}
            {census.reason ? `: ${census.reason}` : ''}
            {census.urn !== school.urn && `, as URN ${census.urn}`}
          </span>
        </>
      ),
    },
    {
      key: 'roll',
      header: 'On roll',
      align: 'end',
      figure: true,
      sortable: true,
      sortValue: (census) => census.onRoll,
      cell: (census) => count(census.onRoll),
    },
    {
      key: 'change',
      header: 'Change',
      align: 'end',
      cell: (census) => {
        const before = next.get(census);
        return before ? signed(census.onRoll - before.onRoll) : null;
      },
    },
    ...(censuses.some((census) => census.schoolAged !== null)
      ? [
          {
            key: 'aged',
            header: 'Of school age',
            align: 'end' as const,
            cell: (census: Census) => (census.schoolAged === null ? null : count(census.schoolAged)),
          },
        ]
      : []),
  ];
  return (
    <>
      <DataTable
        caption="Pupils on roll by census"
        captionHidden={hidden}
        columns={columns}
        rows={censuses}
        sortInPlace={censuses.length > longHistory}
      />
      <ExportLinks
        csv={`/schools/${school.urn}/pupils.csv`}
        excel={`/schools/${school.urn}/pupils.xlsx`}
        of="pupils on roll"
      />
    </>
  );
}

/** A history of more than these may be sorted. */
const longHistory = 3;

const signed = (change: number): string => (change > 0 ? `+${count(change)}` : count(change));

export function Inspections({ school }: { school: SchoolFacts }) {
  const columns: Column<Inspection>[] = [
    {
      key: 'inspected',
      header: 'Inspected',
      name: true,
      sortable: true,
      sortValue: (inspection) => inspection.inspected.toString(),
      cell: (inspection) => (
        <>
          {date(inspection.inspected)}
          {inspection.urn !== school.urn && (
            <span class="m-table__second">
              as URN <a href={`/schools/${inspection.urn}`}>{inspection.urn}</a>, its predecessor
            </span>
          )}
        </>
      ),
    },
    { key: 'outcome', header: 'Outcome', figure: true, sortable: true, cell: (inspection) => inspection.outcome },
  ];
  return (
    <Section
      title="Inspections"
      rule="ink"
      intro={
        school.inspections[0] &&
        `Last inspected ${date(school.inspections[0].inspected)}: ${school.inspections[0].outcome.toLowerCase()}.`
      }
    >
      {school.inspections.length > 0 ? (
        <>
          <DataTable
            caption="Full inspections"
            captionHidden
            columns={columns}
            rows={school.inspections}
            sortInPlace={school.inspections.length > longHistory}
          />
          <ExportLinks
            csv={`/schools/${school.urn}/inspections.csv`}
            excel={`/schools/${school.urn}/inspections.xlsx`}
            of="inspections"
          />
        </>
      ) : (
        <EmptyState title="No inspection is known" level={3}>
          A new school has its first inspection in its third year. Outcomes appear here once the published list has been
          brought in, those of a predecessor too.
        </EmptyState>
      )}
    </Section>
  );
}

function About({ school }: { school: SchoolFacts }) {
  const { facts } = school;
  const website = webAddress(facts.website);
  const rows: (SummaryRow | false)[] = [
    {
      key: 'Address',
      value: (
        <>
          {[facts.street, facts.locality, school.town, facts.postcode].filter(Boolean).join(', ') || null}
          {facts.easting !== null && school.open && (
            <>
              <br />
              <a href={`/schools?school=${school.urn}#school-${school.urn}`}>See it on the map</a>
            </>
          )}
        </>
      ),
    },
    facts.telephone !== null && {
      key: 'Telephone',
      value: <a href={`tel:${facts.telephone.replace(/[^\d+]/g, '')}`}>{facts.telephone}</a>,
    },
    facts.website !== null && {
      key: 'Website',
      value: website ? (
        <a href={website} rel="noreferrer">
          {facts.website}
        </a>
      ) : (
        facts.website
      ),
    },
    {
      key: 'Partnership',
      value:
        links(school.partnerships.map(({ id, name }) => ({ text: name, href: `/partnerships/${id}` }))) ?? 'None yet',
    },
    {
      key: 'Trust',
      value: links(school.trusts.map(({ id, name }) => ({ text: name, href: `/trusts/${id}` }))) ?? 'None',
    },
    { key: 'Sector', value: capital(sectorWords(school.sector)) },
    { key: 'Status', value: capital(sectorWords(school.status)) },
    school.typeName !== null && { key: 'Type', value: school.typeName },
    { key: 'Ages', value: ages(facts.low_age, facts.high_age) },
    facts.gender !== null && { key: 'Takes', value: /^mixed$/i.test(facts.gender) ? 'Girls and boys' : facts.gender },
    facts.religious_character !== null &&
      !/^(none|does not apply|not applicable)$/i.test(facts.religious_character) && {
        key: 'Religious character',
        value: facts.religious_character,
      },
    facts.capacity !== null && { key: 'Places', value: count(facts.capacity) },
    facts.ward !== null && { key: 'Ward', value: facts.ward },
  ];
  return (
    <Section title="About the school" rule="ink">
      <SummaryList rows={rows.filter((row) => row !== false)} stacked />
    </Section>
  );
}

function links(to: readonly { text: string; href: string }[]): Child | null {
  if (to.length === 0) return null;
  return to.map(({ text, href }, i) => (
    <>
      {i > 0 && <br />}
      <a href={href}>{text}</a>
    </>
  ));
}

const Identifiers = ({ school: { urn, facts } }: { school: SchoolFacts }) => (
  <Section title="Identifiers" rule="ink">
    <SummaryList
      stacked
      rows={[
        { key: 'URN', value: urn },
        { key: 'LAEstab', value: laEstab(facts.la, facts.establishment_number) },
        { key: 'UKPRN', value: facts.ukprn },
      ]}
    />
  </Section>
);

function BeforeAndAfter({ school }: { school: SchoolFacts }) {
  const { predecessors, successors, facts } = school;
  if (predecessors.length + successors.length === 0 && !facts.opened) return null;
  return (
    <Section title="Before and after" rule="ink">
      {facts.opened && <p>Opened {date(facts.opened)}.</p>}
      {predecessors.length > 0 && <Kinship words="It came from" kin={predecessors} />}
      {successors.length > 0 && <Kinship words="It became" kin={successors} />}
    </Section>
  );
}

const kinds = { conversion: 'by conversion', merger: 'by merger', other: 'in its place' } as const;

const Kinship = ({ words, kin }: { words: string; kin: readonly Kin[] }) => (
  <>
    <p>{words}</p>
    <ul>
      {kin.map((one) => (
        <li>
          <a href={`/schools/${one.urn}`}>{one.name}</a> (URN {one.urn}), {kinds[one.kind]}
          {one.happened ? ` on ${date(one.happened)}` : ''}
        </li>
      ))}
    </ul>
  </>
);

const sourceOf = ({ source }: SchoolFacts): string =>
  source.file
    ? `Facts as they were on ${date(source.asAt)}, from ${source.file}.`
    : `Facts as they were on ${date(source.asAt)}.`;
