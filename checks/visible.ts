import { sql } from 'kysely';
import type { Database, Standing } from '../src/platform/database';
import { as } from '../src/platform/testing';
import { levelsOf, roles } from '../src/schools';
import { catalogue, ours, own } from './dump-schema';
import { theOne } from './rows';

/**
 * Who sees a table: 'everyone' all of it, 'nobody' nothing, else who sees some of it and which roles see more than those before them: `any` without
 * regard to scope, `own` those rows that are of the scope in which the role is held.
 */
export type Seen = 'everyone' | 'nobody' | { everyone?: 'some'; signedIn?: 'some'; any?: string[]; own?: string[] };

const another = '100002';

/** What a database that is filled shows through the web role: to a visitor, to anybody signed in, and to each role in the rows' scope and in another. */
export async function visible(database: Database): Promise<Record<string, Seen>> {
  const tables = (await catalogue(database.source, tablesAndViews)).map(({ name }) => name as string);
  const all = await countOf(database, tables);
  const toEveryone = await shown(database, as('nobody'), tables);
  const toSignedIn = await shown(database, as([]), tables);
  const toRoles: { role: string; any: Counts; own: Counts }[] = [];
  for (const { id: role } of roles)
    toRoles.push({
      role,
      any: await shown(database, holding(role, another), tables),
      own: await shown(database, holding(role, theOne), tables),
    });

  const seen = (table: string): Seen => {
    const [everyone, signedIn] = [toEveryone[table] ?? 0, toSignedIn[table] ?? 0];
    if (everyone > 0 && everyone >= (all[table] ?? 0)) return 'everyone';
    const any = toRoles.filter((to) => (to.any[table] ?? 0) > signedIn).map(({ role }) => role);
    const own = toRoles
      .filter((to) => (to.own[table] ?? 0) > Math.max(to.any[table] ?? 0, signedIn))
      .map(({ role }) => role);
    if (signedIn + any.length + own.length === 0) return 'nobody';
    return {
      ...(everyone > 0 ? { everyone: 'some' } : signedIn > 0 ? { signedIn: 'some' } : {}),
      ...(any.length > 0 ? { any } : {}),
      ...(own.length > 0 ? { own } : {}),
    };
  };
  return Object.fromEntries(tables.map((table) => [table, seen(table)]));
}

type Counts = Record<string, number>;

const tablesAndViews = `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm') and ${ours} and ${own('c.oid', 'pg_class')} and c.oid <> 'public.migration'::regclass order by 1`;

/** All rows, as the session user, whom no policy binds. Views ask for the day. */
async function countOf(database: Database, tables: string[]): Promise<Counts> {
  const day =
    "select set_config('app.today', '2019-01-14', false), set_config('app.now', '2019-01-14T09:00:00Z', false)";
  const counts: Counts = {};
  const connection = await database.source.acquire();
  try {
    await connection.query(day, []);
    for (const table of tables) {
      const { rows } = await connection.query(`select count(*)::int as n from ${table}`, []);
      counts[table] = (rows as { n: number }[])[0]?.n ?? 0;
    }
    await connection.script('reset app.today; reset app.now');
  } finally {
    connection.release();
  }
  return counts;
}

function holding(role: string, id: string): Standing {
  const { scope } = roles.find((known) => known.id === role) ?? { scope: 'installation' };
  const held = { role, scope: scope === 'installation' ? { kind: scope, id: null } : { kind: scope, id } };
  return as(levelsOf([held], { schoolsOfTrust: (uid) => [uid], partnershipsOfSchool: (urn) => [urn] }));
}

async function shown(database: Database, standing: Standing, tables: string[]): Promise<Counts> {
  return database.transaction(standing, async (tx) => {
    const counts: Counts = {};
    for (const table of tables) {
      const may = await sql<{ may: boolean }>`select has_table_privilege(${table}, 'select') as may`.execute(tx);
      if (!may.rows[0]?.may) continue;
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(table)}`.execute(tx);
      counts[table] = rows[0]?.n ?? 0;
    }
    return counts;
  });
}
