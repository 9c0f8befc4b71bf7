import type { Connection } from '../../platform/database';
import type { Head } from './archive';

/** Every table that holds something of ours, and of the job queue; what migrations made is not a backup's to carry. */

export interface Table {
  /** Quoted, with its schema. */
  name: string;
  /** The tables that its rows point to, itself left out. */
  needs: string[];
  triggers: boolean;
  /** Its policies hold for the session user, who may be its owner but no superuser. */
  guarded: boolean;
  /** The columns of its primary key, by which its rows are written: a row may point to an earlier one of its own table. */
  key: string[];
}

/** In an order in which every row is written after those that it points to. */
export async function tablesOf(connection: Connection): Promise<Table[]> {
  const { rows } = await connection.query(
    `select format('%I.%I', n.nspname, c.relname) as name,
       coalesce((select array_agg(distinct format('%I.%I', fn.nspname, f.relname)) from pg_constraint k
         join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
         where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid), '{}') as needs,
       exists (select from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal) as triggers,
       row_security_active(c.oid) as guarded,
       coalesce((select array_agg(quote_ident(a.attname) order by array_position(i.indkey::int2[], a.attnum)) from pg_index i
         join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey) where i.indrelid = c.oid and i.indisprimary), '{}') as key
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('information_schema', 'public') and n.nspname !~ '^pg_'
       and format('%I.%I', n.nspname, c.relname) <> 'pgboss.version'
     order by 1`,
    [],
  );
  const waiting = rows as Table[];
  const ordered: Table[] = [];
  const names = new Set(waiting.map(({ name }) => name));
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ needs }) =>
      needs.every((need) => !names.has(need) || ordered.some(({ name }) => name === need)),
    );
    if (next < 0)
      throw new Error(`Tables point at each other in a ring: ${waiting.map(({ name }) => name).join(', ')}.`);
    ordered.push(...waiting.splice(next, 1));
  }
  return ordered;
}

/** Why the session user can neither read nor fill every table, and what to do; null when they can. */
export async function whyNotOwner(connection: Connection): Promise<string | null> {
  const { rows } = await connection.query(
    "select session_user as name, pg_has_role(session_user, 'mesters_owner', 'usage') as acts",
    [],
  );
  const { name, acts } = rows[0] as { name: string; acts: boolean };
  return acts
    ? null
    : `The database user "${name}" does not act as the owner of the tables, and so cannot see every row. As the superuser of the server, run: grant mesters_owner to "${name}" with inherit true;`;
}

/** Lets the owner by the policies of a table until the transaction or savepoint is rolled back, or `force` follows. Others wait for the table meanwhile. */
export const unforce = ({ name }: Table): string => `alter table ${name} no force row level security`;

export async function migrationsRun(connection: Connection): Promise<Head['migrations']> {
  const { rows } = await connection.query('select name, sha256 from public.migration order by name', []);
  return rows as Head['migrations'];
}

/** Where the counted numbers stand, for the tables that number their own rows. */
export async function sequencesOf(connection: Connection): Promise<Head['sequences']> {
  const { rows } = await connection.query(
    `select format('%I.%I', n.nspname, c.relname) as "table", a.attname as "column", pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) as sequence
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where a.attidentity <> '' and n.nspname not in ('information_schema', 'public') order by 1`,
    [],
  );
  const found: Head['sequences'] = [];
  for (const { table, column, sequence } of rows as { table: string; column: string; sequence: string }[]) {
    const { rows: at } = await connection.query(
      `select last_value::text as last, is_called as called from ${sequence}`,
      [],
    );
    found.push({ table, column, ...(at[0] as { last: string; called: boolean }) });
  }
  return found;
}
