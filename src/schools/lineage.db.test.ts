import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Tx } from '../platform/database';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { aFile } from './directory/testing';
import { lineage, lineages } from './lineage';
import { aSchool } from './testing';

const database = await testDatabase();

/** Schools of which each became the next. */
async function aLine(tx: Tx, many: number, more: { kind?: 'conversion' | 'merger'; import_id?: number } = {}) {
  const urns: number[] = [];
  for (let n = 0; n < many; n++) urns.push(await aSchool(tx));
  const { kind = 'conversion', import_id = null } = more;
  const rows = urns
    .slice(1)
    .map((successor, n) => ({ predecessor: urns[n]!, successor, kind, import_id, happened: null, evidence: 'a test' }));
  await tx.insertInto('schools.succession').values(rows).execute();
  return urns;
}

describe('the numbers that a school has had', () => {
  it('are told from any of them, oldest first, in both directions', async () => {
    await asSystem(database, async (tx) => {
      const [first, second, third] = await aLine(tx, 3);
      const alone = await aSchool(tx);
      const found = await lineages(tx, [second!, third!, alone]);
      expect(found.get(second!)).toEqual([first, second, third]);
      expect(found.get(third!)).toEqual([first, second, third]);
      expect(found.get(alone)).toEqual([alone]);
    });
  });

  it('do not go through a merger, or through what is only being checked', async () => {
    await asSystem(database, async (tx) => {
      const [, merged] = await aLine(tx, 2, { kind: 'merger' });
      expect(await lineage(tx, merged!)).toEqual([merged]);
      const file = await aFile(tx, 'waiting.csv', testClock.now());
      await tx
        .updateTable('schools.import')
        .set({ status: 'ready', accepted_at: null })
        .where('id', '=', file)
        .execute();
      const [before] = await aLine(tx, 2, { import_id: file });
      expect(await lineage(tx, before!)).toEqual([before]);
    });
  });

  it('are found without reading what became of every other school', async () => {
    await asSystem(database, async (tx) => {
      await sql`insert into schools.school (urn) select generate_series(700000, 704000)`.execute(tx);
      await sql`
        insert into schools.succession (predecessor, successor, kind, evidence)
        select urn, urn + 1, 'conversion', 'a test' from generate_series(700000, 703998, 2) urn`.execute(tx);
      const read = async () => {
        const { rows } = await sql<{ read: number }>`
          select (pg_stat_get_xact_tuples_returned('schools.succession'::regclass) + pg_stat_get_xact_tuples_fetched('schools.succession'::regclass))::int as read`.execute(
          tx,
        );
        return rows[0]!.read;
      };
      const before = await read();
      expect(await lineages(tx, [700_001, 702_000])).toEqual(
        new Map([
          [700_001, [700_000, 700_001]],
          [702_000, [702_000, 702_001]],
        ]),
      );
      expect((await read()) - before).toBeLessThan(50);
    });
  });
});
