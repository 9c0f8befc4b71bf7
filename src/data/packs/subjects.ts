import type { Block, Run } from '../../platform/documents';
import { capital } from '../../platform/words';
import { besideWords } from '../school/told';
import { whyHidden } from './groups';
import type { PackRow } from './rows';

/** Subjects, a row each: what is told of them, England's figure behind ours where it is published. */
export function subjectBlocks(rows: readonly PackRow[], level: 1 | 2 | 3, note: string): Block[] {
  if (rows.length === 0) return [];
  if (rows.every(({ value }) => value === null))
    return [
      { kind: 'heading', level, text: 'By subject' },
      { kind: 'paragraph', text: `No figure of a subject is shown. ${whyHidden(rows)}.` },
    ];
  const columns = [...new Set(rows.map(({ measure }) => measure.second))];
  return [
    { kind: 'heading', level, text: 'By subject' },
    {
      kind: 'table',
      columns: [
        { heading: 'Subject', width: 16 },
        ...columns.map((heading) => ({ heading: capital(heading), align: 'right' as const, width: 14 })),
      ],
      rows: [...Map.groupBy(rows, ({ measure }) => measure.part ?? '')].map(([subject, own]) => [
        subject,
        ...columns.map((column) => cellOf(own.find(({ measure }) => measure.second === column))),
      ]),
    },
    { kind: 'note', text: note },
  ];
}

function cellOf(row: PackRow | undefined): string | Run[] {
  if (!row) return '';
  if (row.value === null) return [{ quiet: row.missing ?? '' }];
  return [
    { strong: row.own },
    ...(row.england ? [{ quiet: ` England ${besideWords(row.england, row.measure)}` }] : []),
  ];
}
