import { describe, expect, it } from 'vitest';
import { checkLetter } from '../../../data';
import { inventWorld } from '../world';
import { pupilFiles, sharingSchools } from './bring';
import { childrenOf, groupsOf, inYear, leaversOf } from './children';

const world = inventWorld({ seed: 7, schools: 173 });
const schools = sharingSchools(world);
const children = schools.flatMap((school) => childrenOf(world, school));

describe('the children of the demonstration', () => {
  it('are at the schools of two localities, of a trust and at some secondary schools: of enough that their figures together can be shown', () => {
    expect(new Set(schools.map(({ kind }) => kind.phase))).toEqual(new Set(['Primary', 'Secondary']));
    const ofPhase = Map.groupBy(schools, ({ kind }) => kind.phase);
    expect(ofPhase.get('Primary')?.length).toBeGreaterThan(20);
    expect(ofPhase.get('Secondary')?.length).toBe(5);
    const ofTrust = world.trusts.map(({ members }) => members.filter(({ school }) => schools.includes(school)).length);
    expect(Math.max(...ofTrust)).toBeGreaterThan(2);
    // A small demonstration, as tests have it, is of few.
    expect(sharingSchools(inventWorld({ seed: 7, schools: 16 })).length).toBeLessThan(8);
  });

  it('have numbers that are valid, and nobody has another’s', () => {
    for (const { upn } of children) {
      expect(upn).toMatch(/^[A-Z]\d{12}$/);
      expect(checkLetter(upn.slice(1))).toBe(upn[0]);
    }
    const all = [...children, ...schools.flatMap((school) => leaversOf(world, school))];
    expect(new Set(all.map(({ upn }) => upn)).size).toBe(all.length);
  });

  it('go up a year group, leave at the end, and come at the beginning', () => {
    const [school] = schools;
    if (!school) throw new Error('No school.');
    const own = childrenOf(world, school);
    const [low, high] = groupsOf(school);
    const [before, now] = [inYear(own, 2017), inYear(own, 2018)];
    const groups = (year: typeof before) => [...new Set(year.map(({ group }) => group))].sort((a, b) => a - b);
    expect(groups(before)).toEqual(Array.from({ length: high - low + 1 }, (_, n) => low + n));
    expect(groups(now)).toEqual(groups(before));
    const stayed = before.filter(({ group }) => group < high);
    for (const { child, group } of stayed) expect(now.find((one) => one.child === child)?.group).toBe(group + 1);
  });

  it('are as old as their year group', () => {
    for (const { born, cohort } of children) {
      const september = Temporal.PlainDate.from({ year: 2017, month: 8, day: 31 });
      expect(born.until(september, { largestUnit: 'year' }).years).toBe(cohort + 4);
    }
  });

  it('are the same for the same seed, and others for another', () => {
    const again = pupilFiles(inventWorld({ seed: 7, schools: 173 }));
    expect(again).toEqual(pupilFiles(world));
    const [file] = pupilFiles(inventWorld({ seed: 8, schools: 173 }));
    expect(file?.rows).not.toEqual(again[0]?.rows);
  });

  it('are in every file of a city of any size', () => {
    for (const size of [10, 40, 60, 100]) {
      for (const { opened } of sharingSchools(inventWorld({ seed: 1, schools: size })))
        if (opened) expect(opened.toString() <= '2017-09-01').toBe(true);
      const names = pupilFiles(inventWorld({ seed: 3, schools: size })).map(({ dataset }) => dataset);
      expect(names).toContain('pupils');
    }
    expect(new Set(pupilFiles(world).map(({ dataset }) => dataset)).size).toBe(9);
  });

  it('are mostly in education after Year 11, some NEET, and more of them known as the year goes on', () => {
    const rows = pupilFiles(world).find(({ dataset }) => dataset === 'monthly-activity')?.rows ?? [];
    const share = (month: string, activity: RegExp) => {
      const some = rows.filter((row) => row.Month === month);
      return some.filter((row) => activity.test(String(row.Activity))).length / some.length;
    };
    expect(share('December', /sixth form|Further education/i)).toBeGreaterThan(0.75);
    const notKnown = ['November', 'March'].map((month) => share(month, /not known/));
    expect(notKnown[0]).toBeGreaterThan(notKnown[1] ?? 1);
    const neet = share('January', /Seeking|Illness|Young carer|Not yet ready/);
    expect(neet).toBeGreaterThan(0.01);
    expect(neet).toBeLessThan(0.08);
  });

  it('are seldom excluded, never on a weekend, and more often at secondary schools', () => {
    const file = pupilFiles(world).find(({ dataset }) => dataset === 'exclusion-events');
    const rows = file?.rows ?? [];
    const pupils = inYear(children, 2017).length;
    expect(rows.length).toBeGreaterThan(pupils / 100);
    expect(rows.length).toBeLessThan(pupils / 8);
    for (const row of rows) expect(Temporal.PlainDate.from(String(row['Start date'])).dayOfWeek).toBeLessThan(6);
    const keys = rows.map((row) => `${row.UPN} ${row['Start date']}`);
    expect(new Set(keys).size).toBe(keys.length);
    const rate = (phase: string) => {
      const some = schools.filter(({ kind }) => kind.phase === phase);
      const urns = new Set(some.map(({ urn }) => urn));
      const roll = inYear(children, 2017).filter(({ child }) => urns.has(child.school.urn)).length;
      return rows.filter((row) => urns.has(Number(row.URN))).length / roll;
    };
    expect(rate('Secondary')).toBeGreaterThan(rate('Primary') * 2);
    expect(rows.some((row) => row.Category === 'PERM')).toBe(true);
  });
});
