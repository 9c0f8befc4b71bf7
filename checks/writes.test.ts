import { describe, expect, it } from 'vitest';
import { planted } from './planted';
import { filesOf, isCode, isTest, isTesting, root, textOf } from './tree';
import { writes } from './writes';

describe('writes', () => {
  it('go to tables of the own module', async ({ annotate }) => {
    const looked = writes(root);
    await annotate(`writes: ${looked.writes} in ${looked.files} files, to ${looked.tables.length} tables`, 'looked');
    expect(looked.faults).toEqual([]);
    // Every call of a builder, counted in another way, has been read.
    const texts = filesOf(root, 'src')
      .filter((path) => isCode(path) && !isTest(path) && !isTesting(path))
      .map((path) => textOf(root, path));
    const calls = texts.join('\n').match(/^(?!\s*(\/\/|\*)).*\.(insertInto|updateTable|deleteFrom)\(/gm) ?? [];
    expect(calls.length).toBeGreaterThan(0);
    expect(looked.writes).toBeGreaterThanOrEqual(calls.length);
  });

  const write = (statement: string) =>
    writes(planted({ 'src/offer/service.ts': `export const write = (tx, sql, t) => ${statement};` }));

  it.each([
    ["tx.insertInto('offer.choice').values({})"],
    ["tx.updateTable('offer.choice as c').set({})"],
    ['sql`insert into offer.choice (a) values (1)`'],
    ['sql`update offer.choice c set a = 1 from schools.school`'],
    ['sql`delete from $' + '{sql.table(`offer.$' + '{t}`)} where a = 1`'],
    ["'Select what to update, then set it'"],
    ["tx.selectFrom('schools.school')"],
  ])('pass when they do: %s', (statement) => expect(write(statement).faults).toEqual([]));

  it.each([
    ["tx.insertInto('schools.school').values({})", 'schools.school'],
    ["tx.updateTable('schools.school as s').set({})", 'schools.school'],
    ["tx.deleteFrom('platform.audit')", 'platform.audit'],
    ['tx.insertInto(t).values({})', 'where the check can read them'],
    ['sql`insert into schools.school (urn) values (1)`', 'schools.school'],
    ['sql`\n  update schools.school\n  set urn = 2`', 'schools.school'],
    ['sql`update schools.school s set urn = 2`', 'schools.school'],
    ['sql`with gone as (delete from schools.school returning urn) select 1`', 'schools.school'],
    ["tx.query('truncate table platform.mail')", 'platform.mail'],
    ['sql`insert into $' + '{t} values (1)`', 'where the check can read them'],
    ['sql`insert into $' + "{sql.table('schools.school')} values (1)`", 'schools.school'],
    ['sql`insert into $' + '{sql.table(t)} values (1)`', 'where the check can read them'],
    ['sql`delete from school`', 'where the check can read them'],
  ])('are seen when they do not: %s', (statement, fault) => {
    const { faults } = write(statement);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });
});
