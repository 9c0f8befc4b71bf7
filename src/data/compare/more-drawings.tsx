import { Button, ChartFigure, DataTable, FieldRow, Section, Select } from '../../platform/ui';
import { capital, counted, listed, lowerFirst } from '../../platform/words';
import { yearName } from '../../schools';
import type { Measure } from '../catalogue/catalogue';
import { figureWords, publishedWords } from '../school/words';
import { type Choice, englandOf, meanOf, offered, pointsIn } from './choose';
import { Lines, Scatter, Slopes } from './drawings';
import { isOwn } from './own';
import { changesOf, changesTitle, connectionOf, connectionTitle, pairsOf } from './rank';
import type { Compared } from './read';
import { Kept } from './table';

interface Props {
  compared: Compared;
  choice: Choice;
}

const mostPanels = 6;

/** From the year before to the chosen one, school by school; and every headline over all years. */
export function OverTheYears({ compared, choice, place }: Props & { place: string }) {
  // Of our own the chosen measure alone is read.
  const measures = (isOwn(choice.measure) ? [choice.measure] : choice.dataset.measures)
    .filter(
      ({ id, section }) =>
        (section === 'headlines' || section === 'progress') && (compared.years.get(id)?.length ?? 0) > 1,
    )
    .filter((measure) =>
      compared.years
        .get(measure.id)
        ?.some((year) => pointsIn(compared, measure, year).some((one) => one.value !== null)),
    )
    .slice(0, mostPanels);
  if (measures.length === 0) return null;
  return (
    <Section
      title="Over the years"
      rule="ink"
      id="years"
      intro={`Every school a grey line${choice.own ? `, ${choice.own.name} the coloured one` : ''}, England the dark one.`}
    >
      <FromYearToYear compared={compared} choice={choice} />
      <ul class="m-trends m-trends--large">
        {measures.map((measure) => (
          <li>
            <Panel compared={compared} choice={choice} measure={measure} place={place} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function FromYearToYear({ compared, choice }: Props) {
  const { measure, year, own } = choice;
  const before = compared.years.get(measure.id)?.findLast((one) => one < year);
  if (before === undefined) return null;
  const broken = measure.breaks.find((one) => one > before && one <= year);
  if (broken !== undefined)
    return (
      <p>
        {measure.name}, {measure.second}: {yearName(broken)} is not comparable with the years before, so no change is
        shown.
      </p>
    );
  const changes = changesOf(pointsIn(compared, measure, before), pointsIn(compared, measure, year));
  // One line alone would be as steep as the scale makes it.
  if (changes.length < 2) return null;
  const england = [englandOf(compared, measure, before), englandOf(compared, measure, year)] as const;
  const ours = changes.find(({ to }) => to.member.urn === own?.urn);
  const rows = changes.toSorted(
    (a, b) => b.to.value - b.from.value - (a.to.value - a.from.value) || a.to.member.urn - b.to.member.urn,
  );
  return (
    <ChartFigure
      title={`${yearName(before)} to ${yearName(year)}: ${lowerFirst(changesTitle(changes))}`}
      sentence={[
        `${measure.name}, ${measure.second}, of ${counted(changes.length, 'school')} with a figure of both years.`,
        ...(before + 1 < year ? [`No figures of ${listed(between(before, year).map(yearName))} are loaded.`] : []),
        ...(ours && own
          ? [`${own.name}: ${figureWords(ours.from.value, measure)}, then ${figureWords(ours.to.value, measure)}.`]
          : []),
      ].join(' ')}
      svg={
        <div class="m-drawing">
          <Slopes measure={measure} years={[before, year]} changes={changes} own={own?.urn ?? null} england={england} />
        </div>
      }
      table={
        <DataTable
          caption={`From ${yearName(before)} to ${yearName(year)}`}
          captionHidden
          rows={rows}
          columns={[
            {
              key: 'school',
              header: 'School',
              name: true,
              cell: ({ to }) => (to.member.urn === own?.urn ? <strong>{to.member.name}</strong> : 'A school'),
            },
            {
              key: 'from',
              header: yearName(before),
              align: 'end',
              cell: ({ from }) => publishedWords(from.result.value ?? '', measure),
            },
            {
              key: 'to',
              header: yearName(year),
              align: 'end',
              figure: true,
              cell: ({ to }) => publishedWords(to.result.value ?? '', measure),
            },
            { key: 'way', header: 'What may be said', cell: ({ way }) => wayWords[way] },
          ]}
        />
      }
    />
  );
}

const wayWords = { up: 'Clearly up', down: 'Clearly down', close: 'Too close to call', 'no-range': null } as const;

const between = (from: number, to: number): number[] => Array.from({ length: to - from - 1 }, (_, at) => from + 1 + at);

/** One headline over all years: a year without figures is a gap, and said to be so. */
function Panel({ compared, choice, measure, place }: Props & { measure: Measure; place: string }) {
  const held = compared.years.get(measure.id) ?? [];
  const [first = 0, last = 0] = [held[0], held.at(-1)];
  const years = [first, ...between(first, last), last];
  const columns = years.map(
    (year) => new Map(pointsIn(compared, measure, year).map((one) => [one.member.urn, one.value])),
  );
  const schools = compared.members
    .map(({ urn }) => ({ own: urn === choice.own?.urn, values: columns.map((column) => column.get(urn) ?? null) }))
    .filter(({ values }) => values.some((value) => value !== null));
  const england = years.map((year) => englandOf(compared, measure, year));
  const gaps = years.filter((year) => !held.includes(year));
  const rows = years.map((year, at) => ({
    year,
    values: schools.flatMap(({ values }) => values[at] ?? []),
    own: schools.find(({ own }) => own)?.values[at] ?? null,
    mean: meanOf(compared, measure, year),
    england: england[at] ?? null,
  }));
  const means = rows.flatMap(({ year, mean }) =>
    mean === null ? [] : [`${figureWords(mean, measure)} in ${yearName(year)}`],
  );
  const write = (value: number | null) => (value === null ? null : figureWords(value, measure));
  return (
    <ChartFigure
      title={`${measure.name}, ${measure.second}`}
      sentence={[
        ...(means.length > 0 ? [`${capital(place)}: ${listed(means)}.`] : [`${counted(schools.length, 'school')}.`]),
        ...(gaps.length > 0 ? [`Not loaded: ${listed(gaps.map(yearName))}.`] : []),
        ...measure.breaks
          .filter((year) => years.slice(1).includes(year))
          .map((year) => `${yearName(year)} is not comparable with the year before.`),
      ].join(' ')}
      svg={<Lines measure={measure} years={years} schools={schools} england={england} />}
      table={
        <DataTable
          caption={`${measure.name}, ${measure.second}, over the years`}
          captionHidden
          rows={rows}
          columns={[
            { key: 'year', header: 'Year', name: true, cell: ({ year }) => yearName(year) },
            ...(choice.own
              ? [
                  {
                    key: 'own',
                    header: choice.own.name,
                    align: 'end' as const,
                    figure: true,
                    cell: (row: (typeof rows)[number]) => write(row.own),
                  },
                ]
              : []),
            {
              key: 'mean',
              header: capital(place),
              align: 'end',
              cell: ({ mean }) => mean !== null && figureWords(mean, measure),
            },
            { key: 'england', header: 'England', align: 'end', cell: (row) => write(row.england) },
            {
              key: 'span',
              header: 'Lowest and highest school',
              align: 'end',
              cell: ({ values }) =>
                values.length === 0 ? 'Not loaded' : `${write(Math.min(...values))} to ${write(Math.max(...values))}`,
            },
          ]}
        />
      }
    />
  );
}

/** Two measures of the same schools at once. */
export function TwoMeasures({ compared, choice, at, query }: Props & { at: string; query: URLSearchParams }) {
  const { measure: up, across, own, year } = choice;
  if (!across) return null;
  const held = compared.years.get(across.id) ?? [];
  const acrossYear = held.includes(year)
    ? year
    : (held.toSorted((a, b) => Math.abs(a - year) - Math.abs(b - year))[0] ?? year);
  const pairs = pairsOf(pointsIn(compared, across, acrossYear), pointsIn(compared, up, year));
  if (pairs.length === 0) return null;
  const connection = connectionOf(pairs);
  const [x, y] = [`${across.name}, ${across.second}`, `${up.name}, ${up.second}`];
  const ours = pairs.find(({ member }) => member.urn === own?.urn);
  return (
    <Section title="Two measures at once" rule="ink" id="two">
      <form action={`${at}#two`} method="get" class="m-no-print">
        <Kept query={query} names={['measure', 'year', 'school', 'set', 'urns']} />
        <FieldRow>
          <Select
            id="with"
            name="with"
            label={`Set ${lowerFirst(y)} against`}
            value={across.id}
            options={offered(compared).flatMap(({ dataset, measures }) =>
              measures
                .filter((one) => one !== up && !dataset.own)
                .map((one) => ({ value: one.id, text: `${dataset.short}: ${one.name}, ${one.second}` })),
            )}
          />
          <Button kind="secondary">
            Show<span class="govuk-visually-hidden"> both measures</span>
          </Button>
        </FieldRow>
      </form>
      <ChartFigure
        title={connectionTitle(connection, lowerFirst(x), y)}
        sentence={[
          `${counted(pairs.length, 'school')}${acrossYear === year ? '' : `; across the figures of ${yearName(acrossYear)}`}.`,
          ...(connection
            ? [
                `Correlation ${figureWords(connection.r, { ...up, format: 'progress' }, 2)}, likely range ${figureWords(connection.low, { ...up, format: 'progress' }, 2)} to ${figureWords(connection.high, { ...up, format: 'progress' }, 2)}. That two figures go together does not say that one is the cause.`,
              ]
            : []),
          ...(ours && own ? [`${own.name}: ${figureWords(ours.x, across)} and ${figureWords(ours.y, up)}.`] : []),
        ].join(' ')}
        svg={
          <div class="m-drawing">
            <Scatter
              across={across}
              up={up}
              pairs={pairs}
              own={own?.urn ?? null}
              england={{ x: englandOf(compared, across, acrossYear), y: englandOf(compared, up, year) }}
            />
          </div>
        }
        table={
          <DataTable
            caption={`${x} and ${y}`}
            captionHidden
            rows={pairs.toSorted((a, b) => a.x - b.x || a.member.urn - b.member.urn)}
            columns={[
              {
                key: 'school',
                header: 'School',
                name: true,
                cell: ({ member }) => (member.urn === own?.urn ? <strong>{member.name}</strong> : 'A school'),
              },
              { key: 'x', header: x, align: 'end', cell: (pair) => figureWords(pair.x, across) },
              { key: 'y', header: y, align: 'end', figure: true, cell: (pair) => figureWords(pair.y, up) },
            ]}
          />
        }
      />
    </Section>
  );
}
