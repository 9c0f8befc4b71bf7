import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { heldClock } from '../../platform/clock';
import { testDatabase } from '../../platform/testing';
import { countedSchools } from './counted';
import { importing, publicFile } from './testing';

const database = await testDatabase();
const later = heldClock('2022-10-03');
const { accept, bring, read } = importing(database, later);

const spine = publicFile('school_information_spine/2017-18.csv');
const census = publicFile('school_census/2018-19.csv');
const gias = publicFile('gias_establishments/2022-08.csv');

describe('the real files of one city, one after another', () => {
  it('a look changes nothing', async () => {
    const { ok, report } = await bring('spine', spine, { la: 373, yes: false });
    expect({ ok, outcome: report.outcome, new: report.counts.new }).toEqual({ ok: true, outcome: 'preview', new: 205 });
    expect(await read(factCounts)).toEqual({ schools: 0, versions: 0, numbers: 0, successions: 0 });
  });

  it('school information', async () => {
    const t=performance.now();
    const report = await accept('spine', spine, { la: 373 });
    console.log(performance.now()-t, report);
  });
  it('census', async () => {
    const report = await accept('census', census, { la: 373 });
    console.log(report);
    const schools = await read(countedSchools);
    console.log(schools.length, schools.reduce((sum, s) => sum + 150000 + 400 * Math.min(750, s.onRoll), 0));
  });
  it('gias', async () => {
    const report = await accept('gias', gias);
    console.log(report);
    const { rows } = await read((tx) => sql`select predecessor, successor, kind, happened::text, evidence from schools.succession order by 1`.execute(tx));
    console.log(rows);
    console.log((await read((tx) => sql`select f, count(*)::int from schools.school_version, unnest(changed) f where import_id=${report.id} group by 1 order by 2 desc`.execute(tx))).rows);
    const schools = await read(countedSchools);
    console.log(schools.length, schools.filter(s=>s.successor));
  });
  it('again', async () => {
    for (const [k,f] of [['spine',spine],['census',census],['gias',gias]] as const) console.log((await bring(k,f)).report);
  });
});

const factCounts = async (tx: Parameters<typeof countedSchools>[0]) =>
  (
    await sql<Record<string, number>>`
      select (select count(*)::int from schools.school) as schools, (select count(*)::int from schools.school_version) as versions,
        (select count(*)::int from schools.pupil_number) as numbers, (select count(*)::int from schools.succession) as successions`.execute(tx)
  ).rows[0];
