import type { Child } from 'hono/jsx';
import { DataTable, Details } from '../../platform/ui';
import { capital, counted } from '../../platform/words';

/** What one column of a table of subjects tells of one of them. */
interface Told {
  measure: { part?: string | undefined; second: string };
}

interface Props<One extends Told> {
  id: string;
  /** Of what and when: "Key stage 4, 2017/18". */
  of: string;
  rows: readonly One[];
  value: (one: One) => number | null;
  cell: (one: One) => Child;
  /** What is counted, in words under the table. */
  children: Child;
}

/** Subjects a row each, what is told of them a column each. */
export function SubjectTable<One extends Told>({ id, of, rows, value, cell, children }: Props<One>) {
  const subjects = [...Map.groupBy(rows, ({ measure }) => measure.part ?? '')].map(([name, own]) => ({
    name,
    told: new Map(own.map((one) => [one.measure.second, one])),
  }));
  const columns = [...new Set(rows.map(({ measure }) => measure.second))];
  return (
    <Details id={id} summary={`By subject: ${counted(subjects.length, 'subject')}`} prints>
      <DataTable
        caption={`By subject, ${of}`}
        captionHidden
        rows={subjects}
        sortInPlace
        columns={[
          { key: 'subject', header: 'Subject', name: true, sortable: true, cell: ({ name }) => name },
          ...columns.map((column, n) => ({
            key: `told-${n}`,
            header: capital(column),
            align: 'end' as const,
            sortable: true,
            figure: n === 1,
            wideOnly: n > 2 && n < columns.length - 1,
            sortValue: ({ told }: (typeof subjects)[number]) => {
              const one = told.get(column);
              return (one && value(one)) ?? -1;
            },
            cell: ({ told }: (typeof subjects)[number]) => {
              const one = told.get(column);
              return one ? cell(one) : null;
            },
          })),
        ]}
      />
      <p class="m-small m-quiet">{children}</p>
    </Details>
  );
}
