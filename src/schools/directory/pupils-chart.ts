import { type Drawings, drawings, lineChart, type Point } from '../../platform/charts';
import { count } from '../../platform/words';
import type { Census } from './school-queries';

/** Where a number of pupils comes from. */
export const sources = {
  census: 'School census',
  establishments: 'List of establishments',
  office: 'Counted by hand',
} as const;

/** The numbers on roll as a line, from the third on: two are a sentence. */
export async function pupilsChart(censuses: readonly Census[]): Promise<Drawings | null> {
  if (censuses.length < 3) return null;
  const points = [...censuses].reverse().map((census) => ({ x: yearOf(census.censusDate), y: census.onRoll }));
  const [first, last] = [points[0]!, points.at(-1)!];
  const span = last.x - first.x;
  // The year under the first point stands clear of the nought beside it.
  const beyond = Math.max(0.2, span / 18);
  const named = apart(points, span / 6.5);
  return drawings(lineChart, {
    x: {
      label: 'Census',
      format: (year) => String(Math.floor(year)),
      ticks: named.map((point) => point.x),
      domain: [first.x - beyond, last.x + beyond],
    },
    y: { label: 'Pupils on roll' },
    lines: [{ points }],
    marks: points.map((point) => ({ ...point, label: named.includes(point) ? count(point.y) : '' })),
    width: 620,
    height: 240,
  });
}

/** The last of them, and of the others as many as stand at least so far from one another. */
function apart(points: readonly Point[], least: number): Point[] {
  const kept: Point[] = [];
  for (const point of points.toReversed()) {
    const next = kept.at(-1);
    if (!next || next.x - point.x >= least) kept.push(point);
  }
  return kept;
}

const yearOf = (day: Temporal.PlainDate): number => day.year + (day.dayOfYear - 1) / day.daysInYear;
