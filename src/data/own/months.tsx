import { ChartFigure, type Column, DataTable, NotShown } from '../../platform/ui';
import { count, listed } from '../../platform/words';
import { yearName } from '../../schools';
import { ownMeasureNamed } from '../catalogue/own-measures';
import type { MeasuredFigure } from '../measured/queries';
import { headlineMonths, type Month, months } from '../methods';
import { PeriodLines } from '../school/period-lines';
import { figureWords } from '../school/words';
import { activityDataset, monthNames, periodName } from './periods';
import type { OwnData } from './read';
import { notShownWords } from './rows';

const cohort = 'own-activity-cohort';
const headline = 'own-activity-neet-or-not-known';

type Months = Pick<OwnData, 'months' | 'figures' | 'partnership' | 'city'>;

interface MonthByMonthProps {
  view: Months;
  year: number;
  /** Where those behind a month's figure stand, for who may see them. */
  pupils: ((measure: string, month: string) => string) | null;
}

const find = (figures: readonly MeasuredFigure[], measure: string, year: number, period: string) =>
  figures.find((one) => one.measure === measure && one.year === year && one.period === period && one.group === 'all');

const valueIn = (figure: MeasuredFigure | undefined): number | null =>
  figure?.value == null ? null : Number(figure.value);

/** The months of a year that are loaded, in their order. */
const monthsHeld = (view: Pick<Months, 'months'>, year: number): Month[] =>
  months.filter((month) => find(view.months, cohort, year, month));

/** What young people do month by month, and how many of them are NEET or not known: beside the year before, the partnership and the city. */
export function MonthByMonth({ view, year, pupils }: MonthByMonthProps) {
  const held = monthsHeld(view, year);
  const [first, last] = [held[0], held.at(-1)];
  if (first === undefined || last === undefined) return null;
  const span = months.slice(months.indexOf(first), months.indexOf(last) + 1);
  return (
    <ChartFigure
      title="NEET or not known, month by month"
      sentence={sentenceOf(view, year, held)}
      svg={
        <PeriodLines
          points={span.map((month) => ({
            name: monthNames[month] ?? month,
            short: month.slice(0, span.length > 8 ? 1 : 3).replace(/^./, (letter) => letter.toUpperCase()),
            own: valueIn(find(view.months, headline, year, month)),
            before: valueIn(find(view.months, headline, year - 1, month)),
          }))}
        />
      }
      table={<MonthsTable view={view} year={year} pupils={pupils} />}
    />
  );
}

/** "4.6% in December, 4.4% in January …", and what December to February come to. No more than the figures say. */
function sentenceOf(view: Months, year: number, held: readonly Month[]): string {
  const told = held.flatMap((month) => {
    const value = valueIn(find(view.months, headline, year, month));
    return value === null ? [] : [`${value.toFixed(1)}% in ${monthNames[month]}`];
  });
  const months = told.length === 0 ? 'No month can be shown.' : `${listed(told.slice(-4))}.`;
  if (find(view.figures, headline, year, 'year')) return months;
  const lacking = headlineMonths.filter((month) => !held.includes(month)).map((month) => monthNames[month] ?? month);
  return lacking.length === 0
    ? months
    : `${months} The headline is of December, January and February together: it is here once ${listed(lacking)} ${lacking.length === 1 ? 'is' : 'are'} loaded.`;
}

/** The columns of the table: measures by what they are called there. */
const columns: readonly (readonly [measure: string, header: string])[] = [
  ['own-activity-education', 'In education or training'],
  ['own-activity-employment', 'Employment'],
  ['own-activity-neet', 'NEET'],
  ['own-activity-not-known', 'Not known'],
  [headline, 'NEET or not known'],
];

function MonthsTable({ view, year, pupils }: MonthByMonthProps) {
  const hasHeadline = find(view.figures, headline, year, 'year') !== undefined;
  const rows = [...monthsHeld(view, year), ...(hasHeadline ? ['year'] : [])];
  const own = [...view.months, ...view.figures];
  const beside = [view.partnership, view.city].flatMap((place) =>
    place?.months.some((one) => one.year === year)
      ? [{ name: place.name, figures: [...place.months, ...place.figures] }]
      : [],
  );
  const share = (figure: MeasuredFigure | undefined) => {
    const measure = figure && ownMeasureNamed(figure.measure);
    const value = valueIn(figure);
    if (!figure || !measure) return null;
    return value === null ? <NotShown reason={notShownWords(figure.shown)} /> : figureWords(value, measure);
  };
  const all: (Column<string> | false)[] = [
    { key: 'month', header: 'Month', name: true, cell: (period) => periodName(period, activityDataset) },
    {
      key: 'cohort',
      header: 'Young people',
      align: 'end',
      cell: (period) => {
        const pupils = find(own, cohort, year, period)?.pupils;
        return pupils == null ? null : count(pupils);
      },
    },
    ...columns.map(
      ([measure, header]): Column<string> => ({
        key: measure,
        header,
        align: 'end',
        figure: measure === headline,
        wideOnly: measure === 'own-activity-employment',
        cell: (period) => share(find(own, measure, year, period)),
      }),
    ),
    ...beside.map(
      ({ name, figures }): Column<string> => ({
        key: name,
        header: `${name}, NEET or not known`,
        align: 'end',
        wideOnly: name === view.partnership?.name,
        cell: (period) => share(find(figures, headline, year, period)),
      }),
    ),
    pupils !== null && {
      key: 'who',
      header: 'Who they are',
      verb: true,
      cell: (period) => (
        <a href={pupils(headline, period)}>
          Who<span class="govuk-visually-hidden">: {periodName(period, activityDataset)}</span>
        </a>
      ),
    },
  ];
  return (
    <DataTable
      caption={`Activity by month, ${yearName(year)}`}
      captionHidden
      rows={rows}
      columns={all.filter((column) => column !== false)}
    />
  );
}
