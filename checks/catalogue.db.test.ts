import { describe, expect, it } from 'vitest';
import { migrations } from '../src/platform/database';
import { testDatabase } from '../src/platform/testing';
import { ask, type Rule, ruleNames } from './catalogue';
import { catalogue, dumpSchema } from './dump-schema';
import modules from './modules.json';
import { root, textOf } from './tree';

const { source } = await testDatabase();

// What the migrations say, counted as text: the catalogue must show no less.
const written = migrations()
  .map(({ sql }) => sql.replace(/--.*/g, ''))
  .join('\n');
const created = (what: RegExp) => (written.match(what) ?? []).filter((found) => !found.includes('pgboss.')).length;
const tables = created(/create table \S+/g);
const least: Record<Rule, number> = {
  'every foreign key has an index': created(/^\s+.*\breferences [a-z]/gm),
  'every table has forced row-level security': tables,
  'every view asks as the one who reads it': created(/create view \S+/g),
  'every time has its zone': created(/\btimestamptz\b/g) / 2,
  "nothing asks the server's clock": created(/create (policy|function|index) \S+/g),
  'every table is of a module and points to smaller numbers': tables,
  'no role of the program owns, truncates or passes by': 3,
};

describe('the catalogue', () => {
  it.each(ruleNames)('%s', async (rule) => {
    const { looked, faults } = await ask(source, rule);
    expect(faults).toEqual([]);
    expect(least[rule]).toBeGreaterThan(0);
    expect(looked).toBeGreaterThanOrEqual(least[rule]);
  });

  it('has been looked at', async ({ annotate }) => {
    for (const rule of ruleNames) await annotate(`${rule}: ${(await ask(source, rule)).looked}`, 'looked');
    expect(tables).toBeGreaterThan(0);
  });

  it('is what schema.sql says (npm run -s schema)', async ({ annotate }) => {
    const dump = await dumpSchema(source);
    await annotate(`schema.sql: ${dump.split('\n').length} lines`, 'looked');
    expect(dump.match(/^create table /gm)?.length).toBeGreaterThanOrEqual(tables);
    expect(dump).toBe(textOf(root, 'schema.sql'));
  });
});

describe('migrations', () => {
  it('are numbered without gaps, each of one module, in whose schema it makes everything', () => {
    const faults = migrations().flatMap(({ name, module, sql }) => {
      const made = [
        ...sql
          .replace(/--.*/g, '')
          .matchAll(
            /\b(?:create (?:table|view|function|type|or replace function)|alter table|create (?:unique )?index \w+ on|create policy \w+ on|insert into)\s+(?:if not exists\s+)?([a-z_]+)\./gi,
          ),
      ];
      const others = made
        .map(([, schema]) => schema)
        .filter((schema) => schema !== module && !(module === 'platform' && schema === 'pgboss'));
      return [
        ...(modules.includes(module) ? [] : [`${name}: there is no module ${module}`]),
        ...(made.length === 0 ? [`${name} makes nothing`] : []),
        ...others.map((schema) => `${name} changes ${schema}`),
      ];
    });
    expect(faults).toEqual([]);
  });
});

describe('planted faults are seen', () => {
  it.each<[Rule, string, string]>([
    [
      'every foreign key has an index',
      'create table schools.planted (a uuid references schools.person)',
      'schools.planted (planted_a_fkey) has no index',
    ],
    [
      'every foreign key has an index',
      'create table schools.planted (b int, a uuid references schools.person); create index on schools.planted (b, a)',
      'has no index',
    ],
    [
      'every table has forced row-level security',
      'create table schools.planted (a int)',
      'schools.planted has no row-level security',
    ],
    [
      'every table has forced row-level security',
      'create table schools.planted (a int); alter table schools.planted enable row level security',
      'schools.planted does not force',
    ],
    [
      'every view asks as the one who reads it',
      'create view schools.planted as select * from schools.person',
      'schools.planted shows what its owner sees',
    ],
    [
      'every time has its zone',
      'create table schools.planted (a timestamp)',
      'schools.planted.a is a timestamp without time zone',
    ],
    [
      "nothing asks the server's clock",
      'create table schools.planted (a timestamptz default now())',
      'the default of schools.planted.a',
    ],
    [
      "nothing asks the server's clock",
      'create table schools.planted (a date check (a < current_date))',
      'the constraint planted_a_check',
    ],
    [
      "nothing asks the server's clock",
      'create policy planted on schools.person using (invited_at < now())',
      'the policy planted of schools.person',
    ],
    [
      "nothing asks the server's clock",
      "create function schools.planted() returns boolean language plpgsql as $$ begin return current_timestamp > '2019-01-14'; end $$",
      'the function schools.planted()',
    ],
    [
      "nothing asks the server's clock",
      'create view schools.planted as select clock_timestamp() as a',
      'the view schools.planted',
    ],
    [
      'every table is of a module and points to smaller numbers',
      'create schema planted; create table planted.a (b int)',
      'planted.a is in the schema of no module',
    ],
    [
      'every table is of a module and points to smaller numbers',
      'create table platform.planted (a uuid references schools.person)',
      'platform.planted points to schools.person',
    ],
    [
      'no role of the program owns, truncates or passes by',
      'grant truncate on schools.person to mesters_web',
      'mesters_web may truncate schools.person',
    ],
  ])('%s: %s', async (rule, plant, fault) => {
    const connection = await source.acquire();
    try {
      await connection.script(`begin; ${plant}`);
      const { faults } = await ask({ ...source, acquire: async () => ({ ...connection, release: () => {} }) }, rule);
      expect(faults).toHaveLength(1);
      expect(faults[0]).toContain(fault);
    } finally {
      await connection.script('rollback');
      connection.release();
    }
  });

  it('a changed column changes the dump', async () => {
    const connection = await source.acquire();
    try {
      await connection.script('begin; alter table schools.person add planted int');
      const dump = await dumpSchema({ ...source, acquire: async () => ({ ...connection, release: () => {} }) });
      expect(dump).toContain('planted integer');
      expect(dump).not.toBe(textOf(root, 'schema.sql'));
    } finally {
      await connection.script('rollback');
      connection.release();
    }
    expect(await catalogue(source, "select from pg_attribute where attname = 'planted'")).toEqual([]);
  });
});
