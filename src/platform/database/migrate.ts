import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../config';
import type { Connection, Source } from './driver';

export interface Migration {
  name: string;
  module: string;
  sql: string;
  sha256: string;
}

/** The ordered list. Each file is `NNNN_module_what.sql`. */
export function migrations(folder = join(projectRoot, 'migrations')): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((name, index) => {
    const parts = /^(\d{4})_([a-z]+)_[a-z0-9_]+\.sql$/.exec(name);
    if (!parts || Number(parts[1]) !== index + 1)
      throw new Error(`migrations/${name}: expected number ${index + 1} and a name like 0001_module_what.sql.`);
    const sql = readFileSync(join(folder, name), 'utf8');
    return { name, module: parts[2] as string, sql, sha256: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * Brings the schema up to date, each migration in a transaction of its own, under a lock so that two starters do not both migrate.
 * @returns the names of the migrations that ran now.
 * @throws Error when a migration that ran before has been changed since, or the database is newer than the program.
 */
export async function migrate(source: Source, list = migrations()): Promise<string[]> {
  const connection = await source.acquire();
  try {
    await connection.script("set client_min_messages to warning; set timezone to 'UTC'; select pg_advisory_lock(7100)");
    await connection.script(prepare);
    const { rows } = await connection.query('select name, sha256 from public.migration order by name', []);
    const ran = new Map((rows as { name: string; sha256: string }[]).map((row) => [row.name, row.sha256]));
    refuseUnknown(list, ran);
    const now: string[] = [];
    for (const migration of list) {
      if (ran.has(migration.name)) continue;
      await run(connection, migration);
      now.push(migration.name);
    }
    return now;
  } finally {
    await connection.script('select pg_advisory_unlock(7100)').catch(() => {});
    connection.release();
  }
}

async function run(connection: Connection, migration: Migration): Promise<void> {
  await connection.query('begin', []);
  try {
    await connection.script(`set local role mesters_owner;\n${migration.sql}`);
    await connection.query("select set_config('role', 'none', true)", []);
    await connection.query('insert into public.migration (name, sha256) values ($1, $2)', [
      migration.name,
      migration.sha256,
    ]);
    await connection.query('commit', []);
  } catch (error) {
    await connection.query('rollback', []);
    throw new Error(`migrations/${migration.name} failed: ${(error as Error).message}`, { cause: error });
  }
}

function refuseUnknown(list: Migration[], ran: Map<string, string>): void {
  const known = new Map(list.map((migration) => [migration.name, migration.sha256]));
  for (const [name, sha256] of ran) {
    if (!known.has(name))
      throw new Error(
        `The database has had ${name}, which this program does not know: it is newer. Update the program.`,
      );
    if (known.get(name) !== sha256)
      throw new Error(`migrations/${name} has been changed since it ran. Write a new migration instead.`);
  }
}

/** Roles are the server's, not the database's: made here, by whoever connects, because no migration may run as more than the owner. */
const prepare = `
  do $$
  declare wanted text;
  begin
    if current_setting('server_version_num')::int < 160000 then
      raise exception 'Mesters needs PostgreSQL 16 or newer, and this server is %.', current_setting('server_version');
    end if;
    foreach wanted in array array['mesters_owner', 'mesters_web', 'mesters_worker'] loop
      begin
        if not exists (select from pg_roles where rolname = wanted) then execute format('create role %I nologin', wanted); end if;
      exception when duplicate_object or unique_violation then null; -- another database of the same server was faster
      end;
      if not pg_has_role(current_user, wanted, 'set') then execute format('grant %I to current_user', wanted); end if;
    end loop;
    execute format('grant create on database %I to mesters_owner', current_database());
  end $$;
  create extension if not exists btree_gist;
  create extension if not exists pg_trgm;
  create table if not exists public.migration (name text primary key, sha256 text not null);
`;
