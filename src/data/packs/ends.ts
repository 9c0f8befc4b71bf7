import type { Block, Text } from '../../platform/documents';
import { count, date } from '../../platform/words';
import type { Measure } from '../catalogue/catalogue';
import { ownMeasures } from '../catalogue/own-measures';
import { pupilDatasetNamed } from '../catalogue/pupil-datasets';
import type { PackRow } from './rows';
import type { PackRelease } from './school-content';

/**
 * What every pack ends with: the releases that its figures are of, and what each measure means and how it is made.
 * @param rows the figures that stand in it: where none has a likely range nothing is said of ranges
 */
export const endBlocks = (
  measures: readonly Measure[],
  releases: readonly PackRelease[],
  rows: readonly Pick<PackRow, 'range'>[],
): Block[] => [
  { kind: 'heading', text: 'Releases' },
  releases.length === 0
    ? { kind: 'paragraph', text: 'No release with figures of this pack is loaded.' }
    : {
        kind: 'table',
        columns: [
          { heading: 'Release', width: 36 },
          { heading: 'Stage', width: 14 },
          { heading: 'Accepted', width: 24 },
          { heading: 'File', width: 36 },
          { heading: 'Rows', align: 'right', width: 8 },
        ],
        rows: releases.map(({ name, stage, acceptedAt, file, rows }) => [
          name,
          stage,
          date(dayOf(acceptedAt)),
          file,
          rows === null ? '' : count(rows),
        ]),
      },
  {
    kind: 'note',
    text: `A release is one file as it was accepted. It is never changed: a later one replaces it in view, and it stays in history. Figures are shown as they were published; where a publisher gives none, its mark is shown in words.${releases.some(({ dataset }) => pupilDatasetNamed(dataset)) ? ' Of a file of pupils the rows are those about this school, told to its own leaders alone.' : ''}`,
  },
  // Not behind the definitions, where it could have a page to itself.
  ...(rows.some(({ range }) => range) ? rangeNotes : []),
  // Last, because its rows fill a page: a short table at the end would often have one to itself.
  ...(measures.length === 0
    ? []
    : [{ kind: 'heading' as const, text: 'What the measures mean, and how they are made' }, ...definitions(measures)]),
];

/** Those of our own that mean what a published one means are told together: their names and words would stand twice. */
function definitions(measures: readonly Measure[]): Block[] {
  const own = new Set<Measure>(ownMeasures);
  const published = measures.filter((one) => !own.has(one));
  const meanings = new Set(published.map(({ meaning }) => meaning));
  const ours = measures.filter((one) => own.has(one));
  const alike = Map.groupBy(
    ours.filter(({ meaning }) => meanings.has(meaning)),
    ({ method }) => method,
  );
  const row = (measure: Measure): Text[] => [
    [{ strong: measure.name }, `, ${measure.second}`],
    measure.meaning,
    measure.method,
  ];
  const others = ours.filter(({ meaning }) => !meanings.has(meaning)).map(row);
  return [
    ...(published.length === 0 ? [] : [table(published.map(row))]),
    ...(published.length === 0 || ours.length === 0
      ? []
      : [{ kind: 'heading' as const, level: 2 as const, text: 'Worked out from pupils’ files' }]),
    ...(others.length === 0 ? [] : [table(others)]),
    ...(alike.size === 0
      ? []
      : [
          { kind: 'paragraph' as const, text: 'With the meaning of the published measures of their names:' },
          {
            kind: 'list' as const,
            items: [...alike].map(
              ([method, some]): Text => [
                { strong: some.map(({ name, second }) => `${name}, ${second}`).join('; ') },
                `. ${method}`,
              ],
            ),
          },
        ]),
  ];
}

const table = (rows: Text[][]): Block => ({
  kind: 'table',
  columns: [
    { heading: 'Measure', width: 26 },
    { heading: 'What it means', width: 40 },
    { heading: 'Method', width: 44 },
  ],
  rows,
});

export const dayOf = (at: Temporal.Instant): Temporal.PlainDate => at.toZonedDateTimeISO('Europe/London').toPlainDate();

const rangeNotes: Block[] = [
  {
    kind: 'note',
    text: 'The likely range is what chance alone could give with this many pupils, 19 times in 20: the publisher’s own where it gives one, else Wilson’s range of a percentage. When it holds England’s figure, the difference is too close to call. “Above” and “Below” mean that the whole range lies on one side.',
  },
];

/** In the order of the catalogue, each once. */
export const eachOnce = (measures: readonly Measure[]): Measure[] => [...new Set(measures)];
