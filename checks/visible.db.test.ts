import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { testDatabase } from '../src/platform/testing';
import { fillEveryTable } from './rows';
import { root, textOf } from './tree';
import { visible } from './visible';

const database = await testDatabase();
const { rows, faults } = await fillEveryTable(database.source);

describe('row-level security', () => {
  it('was looked at on rows in every table', async ({ annotate }) => {
    const all = [...rows.values()].reduce((sum, n) => sum + n, 0);
    await annotate(`row-level security: ${all} rows in ${rows.size} tables`, 'looked');
    expect(faults).toEqual([]);
    expect([...rows].filter(([, n]) => n === 0)).toEqual([]);
    expect(rows.size).toBeGreaterThanOrEqual(
      (textOf(root, 'schema.sql').match(/^create table (?!public\.)/gm) ?? []).length,
    );
  });

  it('shows each table to those that checks/visible.yaml names, and to nobody else', async () => {
    expect(await visible(database)).toEqual(parse(textOf(root, 'checks/visible.yaml')).tables);
  });
});

describe('planted faults are seen', async () => {
  const planted = await testDatabase();
  const connection = await planted.source.acquire();
  await connection.script(`
    create table schools.planted_open (a int);
    create table schools.planted_sometimes (a int, kind text not null);
    create table schools.planted_level (a int not null);
    create table schools.planted_odd (a polygon);
    create view schools.planted_view as select * from schools.role_held;
    alter table schools.planted_sometimes enable row level security;
    alter table schools.planted_level enable row level security;
    create policy a on schools.planted_sometimes using (kind <> 'secret' or platform.sees('system'));
    create policy a on schools.planted_level using (platform.sees('school/' || a, 'school/*'));
    grant select on schools.planted_open, schools.planted_sometimes, schools.planted_level, schools.planted_odd, schools.planted_view to mesters_web;
  `);
  connection.release();
  const filled = await fillEveryTable(planted.source);
  const seen = await visible(planted);

  it('a table open to everyone', () => expect(seen['schools.planted_open']).toBe('everyone'));
  it('one that shows some rows to everyone', () =>
    expect(seen['schools.planted_sometimes']).toEqual({ everyone: 'some' }));
  it('a view that shows what its owner sees', () => expect(seen['schools.planted_view']).toBe('everyone'));
  it('who sees any row and who only those of the own school', () => {
    const { any, own } = seen['schools.planted_level'] as { any: string[]; own: string[] };
    expect(any).toContain('project-officer');
    expect(own).toContain('headteacher');
    expect(own).not.toContain('teacher');
  });
  it('a table that could not be filled', () => {
    expect(filled.faults).toEqual(['schools.planted_odd.a: no sample for the type polygon']);
    expect(filled.rows.get('schools.planted_odd')).toBe(0);
  });
});
