import type { Source } from '../src/platform/database';
import { catalogue, ours, own } from './dump-schema';

/** The one school, trust, partnership, import … that every row is about: whatever joins to whatever finds it. */
export const theOne = '100001';
const somebody = '00000000-0000-0000-0000-0000000000aa';

const values: Record<string, string> = {
  uuid: `'${somebody}'`,
  boolean: 'true',
  smallint: '1',
  integer: theOne,
  bigint: theOne,
  numeric: '1',
  'double precision': '1',
  real: '1',
  text: `'${theOne}'`,
  date: "'2019-01-01'",
  'timestamp with time zone': "'2019-01-01T09:00:00Z'",
  // In the job queue's own table alone: a check forbids it in ours.
  'timestamp without time zone': "'2019-01-01T09:00:00'",
  'time without time zone': "'09:00'",
  interval: "'1 day'",
  json: "'{}'",
  jsonb: "'{}'",
  bytea: "''",
  daterange: "'[2018-09-01,2019-09-01)'",
  tstzrange: "'[2018-09-01T00:00Z,2019-09-01T00:00Z)'",
};

/**
 * Puts rows into every table of a throwaway database, made from the catalogue alone. Each column that a policy or a view asks about takes, in
 * turn, every value that a policy, a view or a check names for it, so that a row exists that a policy shows under a condition. Constraints and triggers go
 * first: what they forbid would only hide rows, and what is tested is who sees them.
 */
export async function fillEveryTable(source: Source): Promise<{ rows: Map<string, number>; faults: string[] }> {
  const tables = await catalogue(source, tablesWithConditions);
  const columns = await catalogue(source, columnsOfTables);
  const rows = new Map<string, number>();
  const faults: string[] = [];
  await script(source, 'alter table pgboss.job detach partition pgboss.job_common');
  await script(source, await dropping(source));
  for (const { table, conditions } of tables) {
    const own = columns.filter((column) => column.table === table);
    const unknown = own.filter(
      ({ labels, type }) => candidates(type, labels, { shown: [], checked: [] }, true, false).length === 0,
    );
    if (unknown.length > 0)
      faults.push(...unknown.map(({ name, type }) => `${table}.${name}: no sample for the type ${type}`));
    else {
      const choices = own.map(({ name, type, labels, required }) =>
        candidates(type, labels, named(name, conditions), required, new RegExp(`\\b${name}\\b`).test(conditions.shown)),
      );
      const all = product(choices);
      const into = `insert into ${table} (${own.map(({ name }) => `"${name}"`).join(', ')}) overriding system value values`;
      await script(
        source,
        `set session_replication_role = replica; ${into} ${all.map((row) => `(${row.join(', ')})`).join(',\n')}; reset session_replication_role`,
      );
    }
    const [counted] = await catalogue(source, `select count(*)::int as n from ${table}`);
    rows.set(table, counted?.n ?? 0);
  }
  return { rows, faults };
}

/** The values a column takes. One that nobody asks about takes one. */
function candidates(type: string, labels: string[], named: Named, required: boolean, asked: boolean): string[] {
  const sample =
    labels.length > 0 ? `'${labels[0]}'` : type.endsWith('[]') ? "'{}'" : values[type.replace(/\(.*\)/, '')];
  if (sample === undefined) return [];
  const literals = [...named.shown, ...named.checked];
  if (!asked) return [literals[0] ?? sample];
  // A text that no check limits to a list may be a level or a scope.
  const levels =
    type === 'text' && named.checked.length === 0
      ? ['staff', ...['school', 'trust', 'partnership'].map((kind) => `${kind}/${theOne}`)]
      : [];
  const every =
    type === 'boolean'
      ? ['true', 'false']
      : labels.length > 0
        ? labels.map((label) => `'${label}'`)
        : [...literals, sample, ...levels.map((level) => `'${level}'`)];
  return [...new Set([...every, ...(required ? [] : ['null'])])];
}

interface Named {
  shown: string[];
  checked: string[];
}

/** What policies and views (`shown`) and checks compare the column with: `kind = 'view'`, `kind = ANY (ARRAY['view'::text, …])`. */
function named(column: string, { shown, checked }: { shown: string; checked: string }): Named {
  const pattern = new RegExp(
    `\\b${column}\\)?(?:::\\w+)? (?:=|<>) (ANY \\(\\(?ARRAY\\[[^\\]]*\\]|'(?:[^']|'')*')`,
    'g',
  );
  const literalsOf = (text: string) =>
    [...text.matchAll(pattern)]
      .flatMap(([, list]) => (list ?? '').match(/'(?:[^']|'')*'/g) ?? [])
      .filter((literal) => literal !== "''");
  return { shown: literalsOf(shown), checked: literalsOf(checked) };
}

function product(choices: string[][]): string[][] {
  const all = choices.reduce<string[][]>(
    (rows, values) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
  if (all.length > 5000) throw new Error(`${all.length} rows would be needed: narrow what the policies ask about.`);
  return all;
}

async function script(source: Source, sql: string): Promise<void> {
  const connection = await source.acquire();
  try {
    await connection.script(sql);
  } finally {
    connection.release();
  }
}

/** Ours, and the queue's table that our views read. */
const filled = `c.relkind in ('r', 'p') and ${own('c.oid', 'pg_class')} and (${ours} or c.oid = to_regclass('pgboss.job_common')) and c.oid <> 'public.migration'::regclass`;
const viewsOf = `select string_agg(pg_get_viewdef(v.oid), ' ') from pg_class v where v.relkind in ('v', 'm')
  and exists (select from pg_rewrite r join pg_depend d on d.objid = r.oid and d.classid = 'pg_rewrite'::regclass where r.ev_class = v.oid and d.refobjid = c.oid)`;

const tablesWithConditions = `
  select c.oid::regclass::text as table, json_build_object(
    'shown', coalesce((select string_agg(pg_get_expr(p.polqual, p.polrelid), ' ') from pg_policy p where p.polrelid = c.oid), '') || ' ' || coalesce((${viewsOf} and v.relnamespace <> 0 and not coalesce('security_invoker=true' = any (v.reloptions), false)), ''),
    'checked', coalesce((select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'), '')) as conditions
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${filled} order by 1`;

const columnsOfTables = `
  select c.oid::regclass::text as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
    array(select e.enumlabel::text from pg_enum e where e.enumtypid = a.atttypid order by e.enumsortorder) as labels
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  where ${filled} and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by 1, a.attnum`;

async function dropping(source: Source): Promise<string> {
  const drops = await catalogue(
    source,
    `select format('alter table %s drop constraint if exists %I cascade', c.oid::regclass, k.conname) as sql from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      where k.contype in ('c', 'f', 'p', 'u', 'x') and ${filled}
     union all select format('drop index if exists %s', i.indexrelid::regclass) from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
      where i.indisunique and ${filled} and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`,
  );
  // Primary keys go with those that point to them, whose own dropping then finds nothing left.
  return drops.map(({ sql }) => `${sql};`).join('\n');
}
