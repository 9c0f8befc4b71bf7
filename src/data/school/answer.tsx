import { ChartFigure, Columns, Panel } from '../../platform/ui';
import { yearName } from '../../schools';
import { trendSentence } from './choose';
import { besideWords, missingWords } from './told';
import { TrendDrawing } from './trend';
import { TrendTable } from './trends-section';
import type { MeasureRow } from './view';
import { figureWords, publishedWords, rangeWords } from './words';

/** A measure that was opened: what it is this year and what may be said of it, and beside it how it went. */
export function Answer({
  row,
  history,
  city,
  partnership,
  like,
}: {
  row: MeasureRow;
  /** Oldest first, gaps among them. */
  history: readonly MeasureRow[];
  city: string | null;
  partnership: string | null;
  /** Where it is set against that of schools like this one. */
  like: string;
}) {
  const { measure } = row;
  const drawn = history.filter(({ told }) => told.kind === 'figure').length > 1;
  const said = (
    <div>
      <h2>{answerOf(row)}</h2>
      <p>{rangeSentence(row)}</p>
      <p>{besideSentence(row, city, partnership)}</p>
      <p class="m-no-print">
        <a href={like}>Compare with schools like it</a>
      </p>
    </div>
  );
  return (
    <Panel>
      {drawn ? (
        <Columns split="7-5">
          {said}
          <ChartFigure
            title="Over the years"
            level={3}
            sentence={trendSentence(measure, history)}
            svg={<TrendDrawing measure={measure} rows={history} />}
            table={<TrendTable measure={measure} rows={history} />}
          />
        </Columns>
      ) : (
        said
      )}
    </Panel>
  );
}

/** "70% in 2017/18: too close to call against England’s 64%". */
function answerOf({ told, measure, year, band, verdict, england, ...row }: MeasureRow): string {
  if (told.kind !== 'figure') return missingWords({ told, year, ...row }) ?? '';
  const unit = measure.format === 'rate' && measure.second.startsWith('for every') ? ` ${measure.second}` : '';
  const figure = `${publishedWords(told.figure.value ?? '', measure)}${unit} in ${yearName(year)}`;
  if (band !== null) return `${figure}: ${band.toLowerCase()}`;
  const its = england ? `England’s ${figureWords(england.value, measure)}` : '';
  switch (verdict) {
    case 'too-close':
      return `${figure}: too close to call against ${its}`;
    case 'above':
    case 'below':
      return `${figure}: ${verdict} ${its}`;
    default:
      return figure;
  }
}

function rangeSentence({ range, measure }: MeasureRow): string | null {
  if (range === null) return null;
  const by = range.by === 'publisher' ? 'as its publisher gives it' : 'what chance alone could give, 19 times in 20';
  return `Likely range ${rangeWords(range, measure)}: ${by}.`;
}

function besideSentence(
  { england, city: its, partnership: theirs, measure }: MeasureRow,
  city: string | null,
  partnership: string | null,
): string | null {
  const places = [
    ...(england ? [`England ${figureWords(england.value, measure)}`] : []),
    ...(its && city ? [`${city} ${besideWords(its, measure)}`] : []),
    ...(theirs && partnership ? [`${partnership} ${besideWords(theirs, measure)}`] : []),
  ];
  return places.length === 0 ? null : `${places.join(', ')}.`;
}
