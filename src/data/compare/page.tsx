import type { Child } from 'hono/jsx';
import {
  ChartFigure,
  Columns,
  DataFoot,
  DataTable,
  EmptyState,
  Notice,
  NotShown,
  Panel,
  Section,
  Tag,
  withQuery,
} from '../../platform/ui';
import { capital, counted, date, listed, lowerFirst } from '../../platform/words';
import { yearName } from '../../schools';
import type { Measure } from '../catalogue/catalogue';
import { type Audience, earlyWords } from '../early/settings';
import { figureWords, measureWords, publishedWords, rangeWords } from '../school/words';
import { type Choice, englandOf, meanOf, notHere, offered, pointsIn } from './choose';
import { DotPlot } from './dot-plot';
import { ManyOnAStrip } from './drawings';
import { OverTheYears, TwoMeasures } from './more-drawings';
import { isOwn, type OwnCompared } from './own';
import { OwnNotes } from './own-notes';
import { countOf, type Ranked, type Ranking, rankingOf, rankingTitle } from './rank';
import type { Compared } from './read';
import { FiguresSection } from './table';
import { Ways } from './ways';
import { reasonOf, whenWords } from './words';

export interface CompareView {
  /** The top of the page, which each kind of place has its own of. */
  header: (said: { lead: string; schools?: string; own: string | null; actions?: Child }) => Child;
  /** The address of the page, and what it was asked for. */
  at: string;
  query: URLSearchParams;
  /** What the schools are together, in a few words: "Locality C". */
  place: string;
  compared: Compared;
  choice: Choice | null;
  /** What is to be said besides of a comparison of our own figures. */
  ours: Pick<OwnCompared, 'leftOut' | 'hiddenFromOthers' | 'togetherHidden'> | null;
  /** The page is about one school, and no other can be shown in its place. */
  fixed?: boolean;
  /** Above the comparison, below its picture, and below the published figures. */
  before?: Child;
  about?: Child;
  after?: Child;
  /** Who sees results that are not validated, by dataset. */
  early: ReadonlyMap<string, Audience>;
  /** Whoever may bring a file is told how. */
  mayBring: boolean;
}

/** Schools beside each other: how many are too close to call, and what the figures are. */
export function ComparePage(view: CompareView) {
  const { header, compared, choice } = view;
  if (!choice)
    return (
      <>
        {header({
          lead:
            compared.members.length === 0
              ? 'No open school is in it.'
              : `No figures of its ${counted(compared.members.length, 'school')} are loaded yet.`,
          own: null,
        })}
        <EmptyState
          title="Schools will be compared here"
          action={view.mayBring ? <a href="/releases/new">Bring a file of results</a> : undefined}
        >
          Each with its likely range, so that it can be told what is a difference and what is chance; and every figure
          as it was published.
        </EmptyState>
        {view.before}
        {view.about}
        {view.after}
      </>
    );
  return <Comparison {...view} choice={choice} />;
}

type Chosen = CompareView & { choice: Choice };

function Comparison(view: Chosen) {
  const { header, at, query, compared, choice, place } = view;
  const { measure, year, own } = choice;
  const points = pointsIn(compared, measure, year);
  const england = englandOf(compared, measure, year);
  const ranking = rankingOf(points, own?.urn ?? null, england);
  const mean = meanOf(compared, measure, year);
  const missing = notHere(query, choice);
  const stages = new Set(points.flatMap(({ result }) => compared.sources.get(result.releaseId)?.stage ?? []));
  const early = earlyWords(
    [...stages].map((stage) => ({ dataset: choice.dataset.id, stage })),
    view.early,
  );
  return (
    <>
      {header({
        lead: `${choice.dataset.short}, ${whenWords(choice)}.`,
        schools: points.length === 0 ? '' : `${counted(points.length, 'school')}.`,
        own: own?.name ?? null,
        actions: stages.size > 0 && <Tag tone={early ? 'quiet' : 'done'}>{capital(listed([...stages]))}</Tag>,
      })}
      {missing && (
        <Notice kind="hint">
          There is nothing of {missing} here: this is {measureWords(measure)}, {whenWords(choice)}.
        </Notice>
      )}
      {early && <Notice kind="hint">{early}</Notice>}
      {view.before}
      <Ways compared={compared} choice={choice} at={at} query={query} fixed={view.fixed ?? false} />
      <div class="m-section">
        <Columns split="8-4">
          <div>
            <ChartFigure
              title={rankingTitle(ranking, measure)}
              level={2}
              sentence={
                <>
                  {measure.name}, {measure.second}.{' '}
                  <Beside mean={mean} england={england} measure={measure} place={place} />
                </>
              }
              svg={<DotPlot measure={measure} ranking={ranking} england={england} mean={mean} place={short(place)} />}
              table={<RankedTable ranking={ranking} measure={measure} />}
            />
            <Without ranking={ranking} measure={measure} />
            {view.ours && <OwnNotes {...view.ours} own={own?.name ?? null} place={place} />}
          </div>
          <div>
            <HowToRead view={view} ranking={ranking} mean={mean} england={england} />
            <OtherMeasures {...view} />
          </div>
        </Columns>
      </div>
      {view.about}
      <OverTheYears compared={compared} choice={choice} place={place} />
      <TwoMeasures compared={compared} choice={choice} at={at} query={query} />
      <FiguresSection compared={compared} choice={choice} query={query} at={at} />
      {view.after}
      <Foot {...view} />
    </>
  );
}

const short = (place: string): string => (place.length > 22 ? 'These schools' : capital(place));

function Beside({
  mean,
  england,
  measure,
  place,
}: {
  mean: number | null;
  england: number | null;
  measure: Measure;
  place: string;
}) {
  const said = [
    ...(mean === null ? [] : [`${capital(place)}, over all pupils: ${figureWords(mean, measure)}`]),
    ...(england === null ? [] : [`England: ${figureWords(england, measure)}`]),
  ];
  return said.length === 0 ? null : `${said.join('. ')}.`;
}

/** The same as the picture in words: the others are not named here either, and nothing says how many pupils they have. */
function RankedTable({ ranking: { ranked }, measure }: { ranking: Ranking; measure: Measure }) {
  return (
    <DataTable
      caption="Schools by their figures"
      captionHidden
      rows={ranked}
      columns={[
        {
          key: 'school',
          header: 'School',
          name: true,
          cell: ({ point, standing }) => (standing === 'own' ? <strong>{point.member.name}</strong> : 'A school'),
        },
        {
          key: 'value',
          header: 'Figure',
          align: 'end',
          figure: true,
          cell: ({ point }) => publishedWords(point.result.value ?? '', measure),
        },
        {
          key: 'range',
          header: 'Likely range',
          align: 'end',
          cell: ({ point: { range } }) => range && rangeWords(range, measure),
        },
        { key: 'beside', header: 'What may be said', cell: (one) => standingWords[one.standing] },
      ]}
    />
  );
}

const standingWords: Record<Ranked['standing'], string | null> = {
  own: null,
  close: 'Too close to call',
  above: 'Clearly above',
  below: 'Clearly below',
  'no-range': null,
};

function Without({ ranking: { without }, measure }: { ranking: Ranking; measure: Measure }) {
  const reasons = [...Map.groupBy(without, (point) => reasonOf(point, measure))];
  return (
    <>
      {reasons.map(([reason, some]) => (
        <p>
          <NotShown reason={`${counted(some.length, 'school')}: ${lowerFirst(reason)}`} />
        </p>
      ))}
    </>
  );
}

function HowToRead({
  view: { choice, place },
  ranking,
  mean,
  england,
}: {
  view: Chosen;
  ranking: Ranking;
  mean: number | null;
  england: number | null;
}) {
  const { measure } = choice;
  const range = ranking.own?.point.range;
  const close = countOf(ranking, 'close');
  const judged = close + countOf(ranking, 'above') + countOf(ranking, 'below');
  return (
    <Panel>
      <h2 class="govuk-heading-m">How to read this</h2>
      {judged === 0 && !ranking.own && ranking.ranked.some(({ point }) => point.range) && (
        <p>
          Each line is a school’s likely range. There is no figure of England to set it against: nothing is called above
          or below.
        </p>
      )}
      {ranking.ranked.length === 0 && (
        <p>
          {mean === null
            ? 'Nothing can be shown of these schools.'
            : `The dashed line is the figure of all pupils of ${place} together.`}
        </p>
      )}
      {judged === 0 &&
        ranking.ranked.length > 0 &&
        (ranking.own !== null || !ranking.ranked.some(({ point }) => point.range)) && (
          <p>
            No likely range {ranking.own ? 'of our figure ' : ''}
            {isOwn(measure) ? 'can be given' : 'is published, and none can be worked out'}. A difference may be chance:
            nothing is called above or below.
          </p>
        )}
      {judged > 0 && ranking.against === 'own' && range && (
        <>
          <p>
            <strong>
              {close} of the other {judged}
            </strong>{' '}
            schools have a likely range that overlaps that of {choice.own?.name}: shown hollow. Between those, a few
            pupils could change the order.
          </p>
          <p>
            The tinted column is the likely range of {choice.own?.name}, {rangeWords(range, measure)}.{' '}
            {insideWords(range, { England: england, [place]: mean })}
          </p>
        </>
      )}
      {judged > 0 && ranking.against === 'england' && (
        <p>
          A bar is a school’s likely range: what chance alone could give a school with as many pupils, 19 times in 20.
          Hollow: it holds England’s figure. Solid: it does not.
        </p>
      )}
    </Panel>
  );
}

function insideWords(range: { low: number; high: number }, figures: Record<string, number | null>): string {
  const known = Object.entries(figures).filter((one): one is [string, number] => one[1] !== null);
  const inside = known.filter(([, value]) => value >= range.low && value <= range.high).map(([name]) => name);
  const outside = known.map(([name]) => name).filter((name) => !inside.includes(name));
  if (known.length === 0) return '';
  if (outside.length === 0) return `${listed(inside)} ${inside.length === 1 ? 'is' : 'are both'} inside it.`;
  if (inside.length === 0) return `${listed(outside)} ${outside.length === 1 ? 'is' : 'are both'} outside it.`;
  return `${listed(inside)} is inside it, ${listed(outside)} is not.`;
}

/** One school on the other measures of the phase, and on attendance. */
function OtherMeasures({ compared, choice, at, query }: Chosen) {
  const { own, measure: chosen } = choice;
  if (!own) return null;
  const measures = offered(compared)
    .filter(({ dataset }) => dataset === choice.dataset || dataset.weight === undefined)
    .flatMap(({ measures: some }) => some)
    .filter((one) => one !== chosen && one.section !== 'more' && one.better !== 'neither');
  const rows = measures.flatMap((measure) => {
    const years = compared.years.get(measure.id) ?? [];
    const year = years.includes(choice.year) ? choice.year : years.at(-1);
    const points = year === undefined ? [] : pointsIn(compared, measure, year);
    const ours = points.find(({ member }) => member.urn === own.urn);
    return year === undefined || ours?.value == null ? [] : [{ measure, year, points, ours, value: ours.value }];
  });
  if (rows.length === 0) return null;
  return (
    <Section title={`${own.name} on other measures`} level={3} rule="none">
      <ul class="m-others">
        {rows.map(({ measure, year, points, ours, value }) => (
          <li>
            <p>
              <a href={withQuery(`${at}?${query}`, { measure: measure.id, year: yearName(year) })}>
                {measure.name}, {measure.second}
                {year === choice.year ? '' : `, ${yearName(year)}`}
              </a>{' '}
              <strong>{publishedWords(ours.result.value ?? '', measure)}</strong>
            </p>
            <ManyOnAStrip
              measure={measure}
              own={value}
              england={englandOf(compared, measure, year)}
              values={points.flatMap((point) => (point === ours || point.value === null ? [] : [point.value]))}
            />
          </li>
        ))}
      </ul>
      <p class="m-small m-quiet">Other schools see {own.name} as one more grey dot, without its name.</p>
    </Section>
  );
}

function Foot({ compared, choice }: Chosen) {
  const points = pointsIn(compared, choice.measure, choice.year);
  const releases = [...new Set(points.map(({ result }) => result.releaseId))].flatMap((id) => {
    const source = compared.sources.get(id);
    return source
      ? [`${source.name}, accepted ${date(source.acceptedAt.toZonedDateTimeISO('Europe/London').toPlainDate())}`]
      : [];
  });
  if (isOwn(choice.measure))
    return (
      <DataFoot>
        {`Worked out from pupils${releases.length === 0 ? '' : `: ${listed(releases)}`}. ${choice.measure.method} Small groups are hidden by the rules for figures outside a school; England is the published figure of the same measure.`}
      </DataFoot>
    );
  return (
    <DataFoot>
      {`Release ${listed(releases)}. ${counted(points.length, 'school')} that ${points.length === 1 ? 'is' : 'are'} open today, with the results of what each converted from. ${choice.measure.method} Figures are the publisher’s, with its marks in words; ranges of percentages are ours.`}
    </DataFoot>
  );
}
