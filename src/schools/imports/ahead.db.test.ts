import { beforeAll, describe, expect, it } from 'vitest';
import { heldClock } from '../../platform/clock';
import { askAsIf, type Database, databaseOn } from '../../platform/database';
import { as, testDatabase } from '../../platform/testing';
import { findOnPage } from '../directory/found';
import { everySchool } from '../directory/queries';
import { remembering } from '../directory/remembered';
import { aPartnership } from '../directory/testing';
import { system } from '../people';
import { kindNamed } from './kinds';
import { importById } from './queries';
import { acceptImport, giveUpImport, prepareImport, removeImport } from './service';
import { importing } from './testing';

const database = await testDatabase();
const clock = heldClock('2022-10-03');
const { mesters, read, write } = importing(database, clock);

/** What the directory shows a visitor, and how often it had to ask: once for the schools on a page, and three times about every school. */
async function look(
  on: Database = database,
): Promise<{ names: string[]; known: number; partnerships: string[]; asked: number }> {
  let asked = 0;
  const visitor = as('nobody', 'web', clock);
  const remember = await on.transaction(visitor, (tx) => remembering(tx, on));
  const { found, choices } = await findOnPage(
    remember,
    (ask) => {
      asked++;
      return on.transaction(visitor, ask);
    },
    everySchool,
    { page: 1, showAll: false },
  );
  const partnerships = choices.partnerships.map(({ name }) => name);
  return { names: found.schools.map(({ name }) => name), known: choices.known, partnerships, asked };
}

async function prepared(day: string, ...names: string[]): Promise<number> {
  const rows = names.map((name, n) => `${107_100 + n},801,${2100 + n},${name},Community school,Open,Primary,4,11`);
  const headings =
    'URN,LA (code),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge';
  const fileName = `edubasealldata${day}.csv`;
  const path = write(fileName, [headings, ...rows, ''].join('\r\n'));
  const found = await prepareImport(mesters, { kind: kindNamed('gias')!, path, fileName, actor: system });
  if (!found.ok) throw new Error(found.reason.problem ?? '');
  return found.value.id;
}

const accept = (id: number) => read((tx) => acceptImport(tx, { actor: system, clock }, id));

describe('what the directory will say once an import counts', () => {
  let first: number;
  beforeAll(async () => {
    await look();
    first = await prepared('20220901', 'Alder Weir Primary', 'Beck Lane Primary');
  });

  it('is seen by nobody before', async () => {
    expect(await look()).toMatchObject({ names: [], known: 0 });
    expect(await read((tx) => importById(tx, first))).toMatchObject({ status: 'ready', acceptedAt: null });
  });

  it('is known as soon as it is accepted, and need not be asked, by whichever program somebody looks', async () => {
    expect((await accept(first)).ok).toBe(true);
    for (const on of [database, databaseOn(database.kind, database.source)])
      expect(await look(on)).toEqual({
        names: ['Alder Weir Primary', 'Beck Lane Primary'],
        known: 2,
        partnerships: [],
        asked: 1,
      });
  });

  it('is forgotten with an import that is given up', async () => {
    const given = await prepared('20220903', 'Alder Weir Primary', 'Beck Lane Academy');
    const foreseen = () => read((tx) => tx.selectFrom('schools.foreseen').select('import_id').execute());
    expect(await foreseen()).toEqual([{ import_id: given }]);
    await read((tx) => giveUpImport(tx, { actor: system, clock }, given));
    await removeImport(mesters, given);
    expect(await foreseen()).toEqual([]);
    expect((await look()).asked).toBe(0);
  });

  it('is asked anew where something else has come between', async () => {
    const second = await prepared('20220908', 'Alder Weir Primary', 'Beck Lane Junior');
    await read((tx) => aPartnership(tx, 'a', 'Locality A'));
    expect((await accept(second)).ok).toBe(true);
    expect(await look()).toEqual({
      names: ['Alder Weir Primary', 'Beck Lane Junior'],
      known: 2,
      partnerships: ['Locality A'],
      asked: 4,
    });
  });
});

describe('asking as if', () => {
  it('sees the change as a visitor does, and leaves nothing of it', async () => {
    const change = async () => {};
    const who = await askAsIf({ database, clock }, change, async (tx) => {
      const { rows } = await tx.executeQuery<{ role: string; sees: string }>({
        sql: "select current_user as role, current_setting('app.sees') as sees",
        parameters: [],
      } as never);
      return rows[0];
    });
    expect(who).toEqual({ role: 'mesters_web', sees: '' });
  });

  it('fails as its change or its question does', async () => {
    const broken = async () => {
      throw new Error('broken');
    };
    await expect(askAsIf({ database, clock }, broken, async () => 1)).rejects.toThrow('broken');
    await expect(askAsIf({ database, clock }, async () => {}, broken)).rejects.toThrow('broken');
  });
});
