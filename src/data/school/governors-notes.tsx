import { Columns, Section } from '../../platform/ui';
import { counted, listed } from '../../platform/words';
import type { MeasureRow } from './view';

/** What helps a governor to read the page: what to ask, what a range is, and what to say about a figure that is not shown. */
export function GovernorsNotes({
  rows,
  at,
  partnership,
}: {
  rows: readonly MeasureRow[];
  at: string;
  partnership: string | null;
}) {
  return (
    <Section title="Notes for governors" rule="ink" id="notes">
      <Columns split="thirds">
        <div>
          <h3>Questions to ask</h3>
          <ul class="govuk-list govuk-list--bullet">
            {questions(rows).map((question) => (
              <li>{question}</li>
            ))}
            <li>
              What do <a href={`${at}/similar`}>schools like ours</a> reach
              {partnership === null ? '' : `, and those of ${partnership}`}? Whom could we learn from?
            </li>
          </ul>
        </div>
        <div>
          <h3>What a likely range is</h3>
          <p>
            Another year’s pupils at the same school, taught as well, would not get exactly the same results. The range
            says how much chance alone could move them, 19 times in 20. The fewer the pupils, the wider it is.
          </p>
          <p>
            When the range holds England’s figure, it is too close to call: nobody can say from this figure whether the
            school is above or below. A rise or a fall within the range is not yet a change.
          </p>
        </div>
        <div>
          <h3>When a figure is not shown</h3>
          <p>
            Results of very few pupils are left out, so that nobody can be recognised. Say “not shown, because there are
            fewer than 6 pupils”. It is neither nought nor a bad result.
          </p>
          <p>
            Do not work it out from other figures, and do not name or describe a pupil in a meeting or its minutes. Ask
            the head what is done for them, not what they got.
          </p>
        </div>
      </Columns>
    </Section>
  );
}

const named = ({ measure }: MeasureRow): string => `${measure.name}, ${measure.second}`;

/** Questions that follow from the figures themselves. */
function questions(rows: readonly MeasureRow[]): string[] {
  const below = rows.filter(
    ({ band, verdict, measure }) =>
      band?.toLowerCase().includes('below') ?? verdict === (measure.better === 'lower' ? 'above' : 'below'),
  );
  const better = rows.filter(
    ({ band, verdict, measure }) =>
      band?.toLowerCase().includes('above') ?? verdict === (measure.better === 'lower' ? 'below' : 'above'),
  );
  const close = rows.filter(({ band, verdict }) => band === null && verdict === 'too-close');
  return [
    ...(below.length > 0
      ? [
          `${listed(below.slice(0, 3).map(named))}: what do we know of the reasons, what is being done, and when shall we see it?`,
        ]
      : []),
    ...(better.length > 0 ? [`${listed(better.slice(0, 3).map(named))}: what made it so, and how do we keep it?`] : []),
    ...(close.length > 0
      ? [
          `${counted(close.length, 'figure')} too close to call: do several years point the same way, and what do teachers’ own assessments say?`,
        ]
      : []),
    'Which groups of pupils are behind, how many pupils are they, and what is the plan for them?',
    'What does the release say: may these figures still change?',
  ];
}
