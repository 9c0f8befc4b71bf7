import type { Offer } from '../../offer';
import { drawings, lineChart } from '../../platform/charts';
import { ChartFigure, DataTable } from '../../platform/ui';
import { count, counted, money } from '../../platform/words';
import type { SchoolFee } from '../quotes';
import { joining, type Outcome, reaches } from '../viability';
import { inOrder } from '../what-if';

interface JoiningView {
  offer: Offer;
  schools: readonly SchoolFee[];
  outcome: Outcome;
}

/** Income by the number of schools, from the highest and from the lowest fee: how far the count of schools decides. */
export async function JoiningChart({ offer, schools, outcome }: JoiningView) {
  const { line, target } = offer.funding.viability;
  const largest = joining(inOrder(schools, 'largest', 0));
  const smallest = joining(inOrder(schools, 'smallest', 0));
  const marks = [
    { name: 'the line', pence: line },
    ...(target === line ? [] : [{ name: 'the target', pence: target }]),
  ].map((mark) => ({ ...mark, fewest: reaches(largest, mark.pence), most: reaches(smallest, mark.pence) }));
  const drawn = await drawings(lineChart, {
    width: 640,
    x: { label: 'schools', domain: [0, Math.max(1, schools.length)] },
    y: { label: 'Income', format: (pence) => money(Math.round(pence / 100) * 100) },
    lines: [
      { points: largest, tone: 'ink' },
      { points: smallest, tone: 'quiet', dashed: true },
    ],
    marks: [{ x: outcome.chosen.length, y: outcome.incomePence, label: counted(outcome.chosen.length, 'school') }],
    rules: [
      { y: line, label: `line ${money(line)}` },
      ...(target === line ? [] : [{ y: target, label: `target ${money(target)}` }]),
    ],
    height: 300,
  });
  return (
    <ChartFigure
      level={2}
      title="How many schools it takes"
      sentence={`${marks.map(reachWords).join(' ')} Above: schools with the highest fees first. Below, dashed: the lowest first. The point: this choice.`}
      {...drawn}
      table={
        <DataTable
          caption="How many schools it takes"
          captionHidden
          rows={marks}
          columns={[
            { key: 'mark', header: 'To reach', name: true, cell: ({ name, pence }) => `${name}, ${money(pence)}` },
            { key: 'fewest', header: 'Highest fees first', align: 'end', cell: ({ fewest }) => said(fewest) },
            { key: 'most', header: 'Lowest fees first', align: 'end', cell: ({ most }) => said(most) },
          ]}
        />
      }
    />
  );
}

const said = (schools: number | null): string => (schools === null ? 'not reached' : counted(schools, 'school'));

const reachWords = ({ name, fewest, most }: { name: string; fewest: number | null; most: number | null }): string =>
  fewest === null || most === null
    ? `All schools together do not reach ${name}.`
    : `${name.charAt(0).toUpperCase()}${name.slice(1)} takes ${count(fewest)} to ${count(most)} schools.`;
