import type { Tx } from '../../platform/database';
import { Columns, DataTable, EmptyState, Section, Stat } from '../../platform/ui';
import { count, moment } from '../../platform/words';
import { inWords, placeLink } from '../administration/audit';
import { type AuditRow, auditCount, auditRows } from '../administration/audit-queries';

/** How far back the home looks: what is older was there at the last look. */
const lastDays = 7;

/** What is counted, each with its page of the record. */
const counted = [
  { kind: 'view', label: 'Pages viewed', link: 'Who looked' },
  { kind: 'export', label: 'Files taken', link: 'Who took them' },
  { kind: 'sign-in', label: 'Sign-ins', link: 'Who signed in' },
] as const;

interface RecordView {
  from: Temporal.PlainDate;
  /** In the order of what is counted. */
  counts: readonly number[];
  /** The newest views of pages that name people. */
  looks: readonly AuditRow[];
}

/** What the record holds of the last days. Nothing for whoever may not read it. */
export async function recordSince(tx: Tx, today: Temporal.PlainDate, most: number): Promise<RecordView> {
  const from = today.subtract({ days: lastDays - 1 });
  const any = { who: '', q: '', place: '', from, to: null, order: { key: 'at', dir: 'desc' } } as const;
  const counts: number[] = [];
  for (const { kind } of counted) counts.push(await auditCount(tx, { ...any, kind }));
  return { from, counts, looks: await auditRows(tx, { ...any, kind: 'view' }, 0, most) };
}

/** What a data-protection officer asks first: who has looked at people, and who has taken files away. */
export function RecordFirst({ from, counts, looks }: RecordView) {
  return (
    <Section
      title="Data protection"
      rule="under"
      aside={
        <>
          <a href="/data-sharing-terms/versions">Terms for pupils’ pages</a> <a href="/administration">What was done</a>
        </>
      }
    >
      <div class="m-section">
        <Columns split="thirds">
          {counted.map(({ kind, label, link }, index) => (
            <Stat
              label={label}
              value={count(counts[index] ?? 0)}
              unit={`in ${lastDays} days`}
              note={<a href={`/administration?kind=${kind}&from=${from}`}>{link}</a>}
            />
          ))}
        </Columns>
      </div>
      {looks.length === 0 ? (
        <EmptyState title="Nobody has looked" level={3}>
          Whoever opens a page that names people, or one of pupils, is listed here, the newest first.
        </EmptyState>
      ) : (
        <DataTable
          caption="Who looked last"
          rows={looks}
          columns={[
            { key: 'who', header: 'Who', name: true, cell: ({ person }) => person },
            { key: 'what', header: 'Looked at', cell: ({ about }) => inWords(about) },
            { key: 'where', header: 'Where', cell: placeLink },
            { key: 'at', header: 'When', cell: ({ at }) => moment(at) },
          ]}
        />
      )}
    </Section>
  );
}
