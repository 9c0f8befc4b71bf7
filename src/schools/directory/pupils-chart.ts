import { lineChart } from '../../platform/charts';
import { count } from '../../platform/words';
import type { Census } from './school-queries';

/** Where a number of pupils comes from. */
export const sources = {
  census: 'School census',
  establishments: 'List of establishments',
  office: 'Counted by hand',
} as const;

interface Point {
  x: number;
  y: number;
}

/** The drawing for a page, and the one for a phone. */
export interface PupilsChart {
  wide: string;
  narrow: string;
}

/** The same numbers make the same drawing, and drawing takes longer than the rest of a school's page. The last few hundred schools are kept. */
const drawn = new Map<string, PupilsChart>();
const mostDrawn = 300;

/** The numbers on roll as a line, from the third on: two are a sentence. */
export async function pupilsChart(censuses: readonly Census[]): Promise<PupilsChart | null> {
  if (censuses.length < 3) return null;
  const points = [...censuses].reverse().map((census) => ({ x: yearOf(census.censusDate), y: census.onRoll }));
  const name = JSON.stringify(points);
  const chart = drawn.get(name) ?? { wide: await draw(points, 620), narrow: await draw(points, 330) };
  drawn.delete(name);
  drawn.set(name, chart);
  for (const oldest of [...drawn.keys()].slice(0, -mostDrawn)) drawn.delete(oldest);
  return chart;
}

function draw(points: readonly Point[], width: number): Promise<string> {
  const [first, last] = [points[0]!, points.at(-1)!];
  return lineChart({
    x: {
      label: 'Census',
      format: (year) => String(Math.floor(year)),
      ticks: points.map((point) => point.x),
      domain: [first.x - 0.2, last.x + 0.2],
    },
    y: { label: 'Pupils on roll' },
    lines: [{ points }],
    marks: points.map((point) => ({ ...point, label: count(point.y) })),
    width,
    height: 240,
  });
}

const yearOf = (day: Temporal.PlainDate): number => day.year + (day.dayOfYear - 1) / day.daysInYear;
