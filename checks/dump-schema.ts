import type { Source } from '../src/platform/database';

// biome-ignore lint/suspicious/noExplicitAny: rows of the catalogue
type Row = Record<string, any>;

/** Reads the catalogue as the session user. */
export async function catalogue(source: Source, sql: string): Promise<Row[]> {
  const connection = await source.acquire();
  try {
    return (await connection.query(sql, [])).rows as Row[];
  } finally {
    connection.release();
  }
}

/** Schemas that are ours: not the system's, and not the job queue's, which a test of its own compares with what the queue expects. */
export const ours = "n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'pgboss')";
/** What belongs to an extension is not ours either. */
export const own = (oid: string, of: string) =>
  `not exists (select from pg_depend d where d.classid = '${of}'::regclass and d.objid = ${oid} and d.deptype = 'e')`;

/** Everything a migrated database holds except rows, as text in a stable order: what `schema.sql` is. */
export async function dumpSchema(source: Source): Promise<string> {
  // One question after another: inside a test's transaction there is only one connection to ask.
  const read = (sql: string) => catalogue(source, sql);
  const extensions = await read("select extname as name from pg_extension where extname <> 'plpgsql' order by 1");
  const schemas = await read(
    `select n.nspname as name, ${grants('n.nspacl', 'n', 'n.nspowner')} as grants from pg_namespace n where ${ours} order by 1`,
  );
  const types =
    await read(`select n.nspname as schema, t.typname as name, array_to_string(array(select quote_literal(e.enumlabel) from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder), ', ') as labels
      from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype = 'e' and ${ours} and ${own('t.oid', 'pg_type')} order by 1, 2`);
  const functions =
    await read(`select n.nspname as schema, p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) as definition, ${grants('p.proacl', 'f', 'p.proowner')} as grants
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${ours} and ${own('p.oid', 'pg_proc')} order by 1, p.oid::regprocedure::text collate "C"`);
  const tables =
    await read(`select c.oid::int as oid, n.nspname as schema, c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced, ${grants('c.relacl', 'r', 'c.relowner')} as grants
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and ${ours} and ${own('c.oid', 'pg_class')} order by 2, 3`);
  const views =
    await read(`select n.nspname as schema, c.relname as name, array_to_string(c.reloptions, ', ') as options, pg_get_viewdef(c.oid, true) as definition, ${grants('c.relacl', 'r', 'c.relowner')} as grants
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('v', 'm') and ${ours} and ${own('c.oid', 'pg_class')} order by 1, 2`);
  const tableTexts: string[] = [];
  for (const table of tables) tableTexts.push(await tableText(read, table));
  const parts = [
    '-- The schema that the migrations make, read back from the catalogue. `npm run -s schema` writes it; a check compares it on both databases.',
    extensions.map(({ name }) => `create extension ${name};`).join('\n'),
    ...schemas.map(({ name, grants }) => [`create schema ${name};`, ...granted(`schema ${name}`, grants)].join('\n')),
    ...types.map(({ schema, name, labels }) => `create type ${schema}.${name} as enum (${labels});`),
    ...functions.map(({ name, definition, grants }) =>
      [`${trimmed(definition)};`, ...granted(`function ${name}`, grants)].join('\n'),
    ),
    ...tableTexts,
    ...views.map(({ schema, name, options, definition, grants }) =>
      [
        `create view ${schema}.${name}${options ? ` with (${options})` : ''} as\n${trimmed(definition)}`,
        ...granted(`${schema}.${name}`, grants),
      ].join('\n'),
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

async function tableText(
  read: (sql: string) => Promise<Row[]>,
  { oid, schema, name, secured, forced, grants }: Row,
): Promise<string> {
  const table = `${schema}.${name}`;
  const columns =
    await read(`select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required, a.attidentity as identity, a.attgenerated as generated, pg_get_expr(d.adbin, d.adrelid) as expression
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped order by a.attnum`);
  const constraints = await read(
    `select conname as name, pg_get_constraintdef(oid, true) as definition from pg_constraint where conrelid = ${oid} and contype <> 'n' order by array_position('{p,u,x,f,c}'::text[], contype::text), conname`,
  );
  const indexes = await read(
    `select pg_get_indexdef(i.indexrelid) as definition from pg_index i where i.indrelid = ${oid} and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')) order by pg_get_indexdef(i.indexrelid) collate "C"`,
  );
  const policies = await read(
    `select policyname as name, permissive, cmd, array_to_string(roles, ', ') as roles, qual, with_check as checked from pg_policies where schemaname = '${schema}' and tablename = '${name}' order by 1`,
  );
  const triggers = await read(
    `select pg_get_triggerdef(oid, true) as definition from pg_trigger where tgrelid = ${oid} and not tgisinternal order by tgname`,
  );
  const lines = [
    ...columns.map((column) => `  ${columnText(column)}`),
    ...constraints.map((constraint) => `  constraint ${constraint.name} ${constraint.definition}`),
  ];
  return [
    `create table ${table} (\n${lines.join(',\n')}\n);`,
    ...indexes.map(({ definition }) => `${definition};`),
    ...triggers.map(({ definition }) => `${definition};`),
    ...(secured ? [`alter table ${table} enable row level security;`] : []),
    ...(forced ? [`alter table ${table} force row level security;`] : []),
    ...policies.map(policyText(table)),
    ...granted(table, grants),
  ].join('\n');
}

function columnText({ name, type, required, identity, generated, expression }: Row): string {
  const made = identity
    ? ` generated ${identity === 'a' ? 'always' : 'by default'} as identity`
    : generated
      ? ` generated always as (${expression}) stored`
      : expression === null
        ? ''
        : ` default ${expression}`;
  return `${/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name}"`} ${type}${required ? ' not null' : ''}${made}`;
}

const policyText =
  (table: string) =>
  ({ name, permissive, cmd, roles, qual, checked }: Row) =>
    `${[
      `create policy ${name} on ${table}${permissive === 'PERMISSIVE' ? '' : ' as restrictive'} for ${cmd.toLowerCase()} to ${roles}`,
      ...(qual === null ? [] : [`  using (${oneLine(qual)})`]),
      ...(checked === null ? [] : [`  with check (${oneLine(checked)})`]),
    ].join('\n')};`;

/** Who else than the owner may do what: "mesters_web: INSERT, SELECT". */
const grants = (acl: string, kind: string, owner: string) => `
  array(select (case g.grantee when 0 then 'public' else g.grantee::regrole::text end) || ': ' || string_agg(g.privilege_type, ', ' order by g.privilege_type collate "C")
    from aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner}))) g where g.grantee <> ${owner} group by g.grantee order by g.grantee::regrole::text collate "C")`;

const granted = (what: string, grants: string[]) =>
  grants.map((line) => {
    const [to, privileges] = line.split(': ');
    return `grant ${privileges?.toLowerCase()} on ${what} to ${to};`;
  });

const trimmed = (text: string) => text.trim().replace(/[ \t]+$/gm, '');
const oneLine = (text: string) => text.replace(/\s+/g, ' ');
