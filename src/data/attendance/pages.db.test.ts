import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { heldClock } from '../../platform/clock';
import { unzip } from '../../platform/documents/testing';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, temporaryFolder, testClock, testDatabase } from '../../platform/testing';
import { type TestSite, testSite } from '../../platform/web/testing';
import { aSchool } from '../../schools/testing';
import { setEarlyResults } from '../early/settings';
import { absenceOf, daysLost, exclusionRates, isPersistent, shown } from '../methods';
import { newSeed } from '../methods/testing/random';
import { ownRoutes } from '../own/routes';
import {
  attendanceOf,
  bringAndMeasure,
  bringChildren,
  censusOf,
  exclusionsOf,
  hostile,
  keyStage2Of,
  oneSchool,
  otherSchool,
  type Reader,
  readers,
  type TestChild,
  testChildren,
} from '../pupils/testing-children';
import { termsRoutes } from '../terms/routes';
import { shippedTerms } from '../terms/terms';
import { attendanceRoutes } from './routes';

const database = await testDatabase();
const mesters = testMesters(database);
const folder = temporaryFolder();
const seed = newSeed();
const children = testChildren(seed);
const own = children.filter(({ urn }) => urn === oneSchool);
await bringChildren(database, mesters, folder, children);
const people = await readers(database);
const names = Object.keys(people);
const base = `/schools/${oneSchool}/attendance`;
const files = ['', '.csv', '.xlsx', '.json'];
const ofPupils = ['/pupils', '/pupils.csv', '/pupils.xlsx'];
const secrets = children.flatMap(({ upn, surname, forename }) => [upn, surname, forename]);
const outside = names.filter((name) => people[name]?.figures === 'outside');

const site = (name: string, clock = testClock): TestSite =>
  testSite(database, [...attendanceRoutes, ...ownRoutes, ...termsRoutes], (people[name] as Reader).actor, { clock });
interface Told {
  measure: string;
  group: string;
  period: string;
  year: string;
  value: number | null;
  shown: string;
  numerator: number | null;
  denominator: number | null;
  pupils: number | null;
}
const told = async (name: string, urn: number = oneSchool): Promise<Told[]> =>
  JSON.parse((await site(name).get(`/schools/${urn}/attendance.json`)).html);
const keyOf = ({ measure, group, period, year }: Told) => `${measure} ${group} ${period} ${year}`;
const of = (figures: readonly Told[], measure: string, group = 'all', period = 'year') =>
  figures.find((one) => one.measure === measure && one.group === group && one.period === period);

/** Sessions of a child, of one half-term or of the year. */
const sessions = ({ halves }: TestChild, period: string) => {
  const some = period === 'year' ? halves : halves.filter((_, at) => period === `autumn-${at + 1}`);
  const sum = (name: 'possible' | 'authorised' | 'unauthorised') => some.reduce((all, one) => all + one[name], 0);
  const [possible, authorised, unauthorised] = [sum('possible'), sum('authorised'), sum('unauthorised')];
  const absent = authorised + unauthorised;
  return { possible, attended: possible - absent, authorised, unauthorised, absent, missing: 0, unknown: 0 };
};
const groups: Record<string, readonly TestChild[]> = {
  all: own,
  boys: own.filter(({ sex }) => sex === 'M'),
  disadvantaged: own.filter((one) => one.disadvantaged),
  'sen-plan': own.filter(({ sen }) => sen === 'E'),
};

describe(`attendance (seed ${seed})`, () => {
  it.each(names)('%s is let in exactly where it is theirs to see', async (name) => {
    const { figures, pupils, actor } = people[name] as Reader;
    for (const path of [...files, ...ofPupils]) {
      const { status, location } = await site(name).get(base + path);
      const theirs = path.startsWith('/pupils') ? pupils : figures !== 'none';
      if (!theirs)
        expect(location ?? status, path).toEqual(
          status === 303 && actor === null ? expect.stringContaining('/sign-in') : 403,
        );
      else if (path.startsWith('/pupils')) expect(location, path).toMatch(/^\/data-sharing-terms\?returnTo=/);
      else expect(status, path).toBe(200);
    }
  });

  it('is what the pure methods say of the same pupils, for every group and half-term', async () => {
    const figures = await told('the head');
    for (const [group, some] of Object.entries(groups))
      for (const period of ['autumn-1', 'autumn-2', 'year']) {
        if (some.length === 0) continue;
        const absence = absenceOf(some.map((one) => sessions(one, period)));
        const percent = (part: number, whole: number) => `${shown((part * 100) / whole, 1)}%`;
        const what = `${group} ${period}`;
        expect(of(figures, 'own-absence-overall', group, period), what).toMatchObject({
          numerator: absence.absent,
          denominator: absence.possible,
          shown: percent(absence.absent, absence.possible),
          release: 'attendance-counts-2017-18-validated',
          stage: 'validated',
        });
        expect(of(figures, 'own-absence-unauthorised', group, period)?.shown, what).toBe(
          percent(absence.unauthorised, absence.possible),
        );
        expect(of(figures, 'own-absence-persistent', group, period), what).toMatchObject({
          numerator: absence.persistent,
          pupils: absence.enrolments,
          shown: percent(absence.persistent, absence.enrolments),
        });
        expect(of(figures, 'own-absence-severe', group, period)?.numerator, what).toBe(absence.severe);
      }
    const whole = absenceOf(own.map((one) => sessions(one, 'year')));
    const page = (await site('the head').get(base)).text;
    expect(page).toContain(`${whole.persistent} pupils of ${own.length} have missed a tenth or more`);
    expect(page).toContain(`${shown((whole.absent * 100) / whole.possible, 1)}% of sessions missed so far`);
    expect(page).toContain(`Absence so far: ${shown((whole.absent * 100) / whole.possible, 1)}% of sessions.`);
  });

  it.each(outside)('what is hidden is hidden from %s everywhere', async (name) => {
    const inside = new Map((await told('a data analyst')).map((one) => [keyOf(one), one]));
    const figures = await told(name);
    expect(figures.map(keyOf).sort()).toEqual([...inside.keys()].sort());
    const hidden = figures.filter(({ value }) => value === null);
    for (const one of figures) expect(one.numerator).toBeNull();
    for (const one of hidden) {
      expect([one.denominator, one.pupils], keyOf(one)).toEqual([null, null]);
      expect(one.shown).toMatch(/^suppressed/);
    }
    expect(hidden.map(keyOf)).toContain('own-absence-overall sen-plan autumn-1 2017/18');
    for (const period of ['autumn-1', 'year']) {
      const page = await site(name).get(`${base}?period=${period}`);
      const said = [...page.document.querySelectorAll('#groups :is(tbody tr, p)')].filter((one) =>
        one.textContent.includes('Education, health and care plan'),
      );
      expect(said).toHaveLength(1);
      expect(said[0]?.textContent.replaceAll('fewer than 6 pupils', '')).not.toMatch(/\d/);
      expect(page.text).toContain('Small groups are hidden.');
      expect(page.html).not.toContain('Pupils to watch');
    }
    const lines = (await site(name).get(`${base}.csv`)).html
      .split('\r\n')
      .filter((line) => line.includes('suppressed'));
    expect(lines).toHaveLength(hidden.length);
    for (const line of lines)
      expect(line).toMatch(/,,(%|for every 100 pupils),"?suppressed: [^,]*,,,,[\w-]+,validated$/);
    for (const path of files) {
      const { html, bytes, headers } = await site(name).get(base + path);
      const text = path === '.xlsx' ? [...unzip(bytes).values()].join() : html;
      for (const secret of secrets) expect(text.includes(secret), `${secret} on ${path}`).toBe(false);
      expect(headers.get('content-disposition') ?? '').not.toContain('for-leaders');
    }
  });

  it.each([
    ['?period=nonsense', 'Groups of pupils, Autumn 2'],
    ['?period=summer-2', 'Groups of pupils, Autumn 2'],
    ['?period=year', 'Groups of pupils, the year so far'],
    ['?period=autumn-1&year=2017/18', 'Groups of pupils, Autumn 1'],
    ['?year=1066/67', 'Groups of pupils, Autumn 2'],
    ['?year=2030/31', 'Groups of pupils, Autumn 2'],
  ])('%s shows %s', async (query, caption) => {
    const page = await site('the head').get(base + query);
    expect(page.status).toBe(200);
    expect(page.document.querySelector('#groups caption')?.textContent).toContain(caption);
    expect(page.document.querySelectorAll('#groups tbody tr').length).toBeGreaterThan(3);
  });

  it('a school that does not exist, or is no number, is not found', async () => {
    for (const urn of ['999999', '0', 'abc', '1070140'])
      for (const path of files)
        expect((await site('a data analyst').get(`/schools/${urn}/attendance${path}`)).status, urn + path).toBe(404);
  });
});

describe('exclusions', () => {
  const events = own.flatMap(({ excluded }) => excluded);
  const who = own.filter(({ excluded }) => excluded.length > 0);

  it('are what the pure methods say, for everybody and for groups', async () => {
    const figures = await told('the head');
    const rates = exclusionRates({ roll: own.length, permanent: 0, events: events.length, pupils: who.length });
    expect(of(figures, 'own-exclusions-fixed')).toMatchObject({
      numerator: events.length,
      denominator: own.length,
      shown: shown(rates?.events ?? 0, 2),
    });
    expect(of(figures, 'own-exclusions-pupils')?.shown).toBe(shown(rates?.pupils ?? 0, 2));
    expect(of(figures, 'own-exclusions-permanent')?.shown).toBe('0.00');
    const days = daysLost(events.reduce((sum, one) => sum + one, 0));
    expect(of(figures, 'own-exclusions-days')?.numerator).toBe(days);
    const plan = groups['sen-plan'] ?? [];
    expect(of(figures, 'own-exclusions-fixed', 'sen-plan')?.numerator).toBe(plan.flatMap((one) => one.excluded).length);

    const section = (await site('the head').get(base)).document.querySelector('#exclusions');
    expect(section?.textContent).toContain(
      `${events.length} fixed-period exclusions of ${who.length} pupils and none permanent, with ${days} school days lost.`,
    );
    expect(section?.textContent).toContain('Education, health and care plan');
  });

  it('by half-term and by reason, with the groups of a half-term, for the school’s leaders', async () => {
    const figures = await told('the head');
    expect(of(figures, 'own-exclusions-fixed', 'all', 'autumn-1')?.numerator).toBe(0);
    expect(of(figures, 'own-exclusions-fixed', 'all', 'autumn-2')?.numerator).toBe(events.length);
    expect(of(figures, 'own-exclusions-fixed', 'all', 'spring-1')).toBeUndefined();
    expect(of(figures, 'own-exclusions-fixed-DB')?.numerator).toBe(events.length);
    expect(of(figures, 'own-exclusions-fixed-PP')?.numerator).toBe(0);
    const section = (await site('the head').get(`${base}?excluded=autumn-2`)).document.querySelector('#exclusions');
    expect(section?.textContent).toContain(`0 in Autumn 1 and ${events.length} in Autumn 2.`);
    expect(section?.textContent).toContain(
      `Persistent disruptive behaviour: ${events.length} of ${events.length} reasons`,
    );
    expect(section?.textContent).toContain('Exclusions by group of pupils, Autumn 2');
    const none = (await site('the head').get(`${base}?excluded=autumn-1`)).text;
    expect(none).toContain('Nobody was excluded in this half-term.');
    const csv = (await site('the head').get(`${base}.csv`)).html;
    expect(csv).toContain(`Autumn 2,All pupils,Fixed-period exclusions,`);
    expect(csv).toContain('Fixed-period exclusions: persistent disruptive behaviour');
    // Outside nothing of them is told: what a half-term had and the year had would be each other's difference.
    for (const name of ['a project officer', 'an improvement partner']) {
      const parts = (await told(name)).filter(
        (one) => one.measure.startsWith('own-exclusions-') && (one.period !== 'year' || /-[A-Z]{2}$/.test(one.measure)),
      );
      expect(parts.length).toBeGreaterThan(10);
      for (const one of parts) expect([one.value, one.pupils, one.denominator], keyOf(one)).toEqual([null, null, null]);
      const page = (await site(name).get(`${base}?excluded=autumn-2`)).document.querySelector('#exclusions');
      expect(page?.textContent).not.toMatch(/Autumn 2|behaviour/);
    }
  });

  it('of a year that has ended are of the whole year, and stand beside no year that is not loaded', async () => {
    const heads = async (day: string) => {
      const section = (await site('the head', heldClock(day)).get(`${base}?year=2017/18`)).document.querySelector(
        '#exclusions',
      );
      expect(section?.querySelector('thead')).not.toBeNull();
      expect([...(section?.querySelectorAll('thead th') ?? [])].map((th) => th.textContent)).not.toContain(
        'Fixed-period a year before',
      );
      return [...(section?.querySelectorAll('tbody th') ?? [])].map((th) => th.textContent);
    };
    expect(await heads('2018-08-31')).toContain('The year so far');
    const ended = await heads('2018-09-01');
    expect(ended).toContain('The whole year');
    expect(ended).not.toContain('The year so far');
    // Of attendance the last half-term that is loaded says how far the year is known.
    const attended = (await site('the head', heldClock('2018-09-01')).get(`${base}?year=2017/18`)).text;
    expect(attended).toContain('2017/18, to the end of Autumn 2. Absence so far');
  });

  it('by half-term, reason and group for its governors too, but for groups of a few pupils', async () => {
    const inside = await told('the head');
    const figures = await told('a governor');
    expect(of(figures, 'own-exclusions-fixed', 'all', 'autumn-2')?.numerator).toBe(events.length);
    expect(of(figures, 'own-exclusions-fixed-DB')?.numerator).toBe(events.length);
    for (const group of ['sen-plan', 'girls']) {
      const [all, theirs] = [inside, figures].map((some) => of(some, 'own-exclusions-fixed', group));
      if (all) expect(theirs?.numerator ?? null, group).toBe((all.pupils ?? 0) < 6 ? null : all.numerator);
    }
    const page = await site('a governor').get(base);
    expect(page.document.querySelector('#exclusions')?.textContent).toContain('Exclusions by half-term');
    expect(page.text).toContain('For governors, not for publication: groups of fewer than 6 pupils are not shown.');
    expect(page.html).not.toContain('Pupils to watch');
    expect((await site('a governor').get(`${base}.csv`)).headers.get('content-disposition')).toContain(
      '-for-governors',
    );
    for (const path of files) {
      const { html, bytes } = await site('a governor').get(base + path);
      const text = path === '.xlsx' ? [...unzip(bytes).values()].join() : html;
      for (const secret of secrets) expect(text.includes(secret), `${secret} on ${path}`).toBe(false);
    }
  });

  it('outside are told of everybody alone, and one or two are not told', async () => {
    const figures = (await told('a project officer')).filter(({ measure }) => measure.startsWith('own-exclusions-'));
    expect(of(figures, 'own-exclusions-fixed')?.value).not.toBeNull();
    for (const one of figures.filter(({ group }) => group !== 'all')) expect(one.value, keyOf(one)).toBeNull();
    const section = (await site('a project officer').get(base)).document.querySelector('#exclusions');
    expect(section?.textContent).not.toMatch(/Education, health|Girls|Boys|Number/);
    const opened = await site('a project officer').get(`/schools/${oneSchool}/own/own-exclusions-fixed`);
    expect(opened.document.querySelectorAll('tbody tr')).toHaveLength(1);
    expect(opened.text).toContain('groups are shown to the school’s leaders, governors and data users alone');
    // The other school has two.
    const few = (await told('an improvement partner', otherSchool)).filter(({ measure }) =>
      measure.startsWith('own-exclusions-'),
    );
    expect(of(few, 'own-exclusions-permanent')?.shown).toBe('0.00');
    for (const measure of ['fixed', 'pupils', 'days']) expect(of(few, `own-exclusions-${measure}`)?.value).toBeNull();
    for (const path of [
      '/attendance',
      '/own/own-exclusions-fixed',
      '/attendance.csv',
      '/own.csv?measure=own-exclusions-fixed',
    ]) {
      const { html } = await site('an improvement partner').get(`/schools/${otherSchool}${path}`);
      expect(html, path).not.toContain(shown(200 / 26, 2));
    }
    const leads = await told('the head of another school', otherSchool);
    expect(of(leads, 'own-exclusions-fixed')?.shown).toBe(shown(200 / 26, 2));
  });

  it('open to their definition, and for data users to the pupils', async () => {
    const user = site('a data user of the school');
    await user.post('/data-sharing-terms', { returnTo: '/', version: shippedTerms.version });
    const page = await user.get(`/schools/${oneSchool}/own/own-exclusions-pupils?year=2017/18`);
    expect(page.text).toContain('Method and source');
    expect(page.text).toContain('exclusion-events-2017-18-validated');
    const csv = (await user.get(`/schools/${oneSchool}/own/own-exclusions-fixed/pupils.csv`)).html;
    for (const { upn } of who) expect(csv).toContain(upn);
  });
});

describe('pupils to watch', () => {
  const user = site('a data user of the school');
  const rowsOf = async (query: string) =>
    [...(await user.get(`${base}/pupils${query}`)).document.querySelectorAll('#pupils tbody tr')].map((row) =>
      (row.querySelector('th, td')?.textContent ?? '').split(',')[0]?.trim(),
    );
  const deeds = (name = 'a data user of the school') =>
    asSystem(database, async (tx) => {
      const { rows } = await sql<{ action: string; scope: string; text: string }>`
        select action, scope, a::text as text from platform.audit a
        where person_id = ${people[name]?.actor?.personId} and about like 'Pupils to watch%' order by id`.execute(tx);
      return rows;
    });
  const persistent = own.filter((one) => isPersistent(sessions(one, 'year')));

  it('stand by name, and each opening and each file is written down without one', async () => {
    await user.post('/data-sharing-terms', { returnTo: '/', version: shippedTerms.version });
    const page = await user.get(`${base}/pupils?show=all`);
    for (const { surname, forename } of own) expect(page.text).toContain(`${surname}, ${forename}`);
    expect(page.html).not.toMatch(/Othername|Otherfore/);
    for (const { upn } of own) expect(page.html.includes(upn), upn).toBe(false);
    expect(page.document.title).not.toMatch(/Zurname|Vorename/);
    for (const ending of ['.csv', '.xlsx']) await user.get(`${base}/pupils${ending}`);
    expect((await deeds()).map(({ action, scope }) => `${action} ${scope}`)).toEqual([
      `data.pupils-viewed school/${oneSchool}`,
      `data.pupils-exported school/${oneSchool}`,
      `data.pupils-exported school/${oneSchool}`,
    ]);
    for (const { text } of await deeds())
      for (const secret of secrets) expect(text.includes(secret), secret).toBe(false);
  });

  it('are filtered and sorted as asked, in a file as on the page', async () => {
    const watched = await rowsOf('');
    for (const { surname } of persistent) expect(watched).toContain(surname);
    expect(watched[0]).toBe(own[0]?.surname);
    expect(await rowsOf('?show=severe')).toEqual([own[0]?.surname]);
    expect(await rowsOf('?show=all&group=5')).toEqual([]);
    expect(await rowsOf('?show=all&group=6')).toHaveLength(own.length);
    expect(await rowsOf('?show=nonsense')).toEqual(watched);
    expect(await rowsOf('?show=all&sort=name&dir=desc')).toEqual(
      (await rowsOf('?show=all&sort=name&dir=asc')).toReversed(),
    );
    const share = (surname: string | undefined) => {
      const one = own.find((child) => child.surname === surname);
      const { absent, possible } = sessions(one as TestChild, 'year');
      return absent / possible;
    };
    const missed = (await rowsOf('?show=all&sort=missed&dir=desc')).map(share);
    expect(missed).toEqual([...missed].sort((a, b) => b - a));
    const lines = (await user.get(`${base}/pupils.csv?show=severe`)).html.trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    const { absent, unauthorised } = sessions(own[0] as TestChild, 'year');
    expect(lines[1]).toContain(`Severe,146,${absent},${unauthorised}`);
  });

  it('whose name is a formula are text in a file, and never run', async () => {
    const csv = (await user.get(`${base}/pupils.csv?show=all`)).html;
    for (const name of hostile) expect(csv).toContain(`'${name}`);
    expect(csv).not.toMatch(/(^|,)"?[=+@-][A-Za-z]/m);
    const sheet = unzip((await user.get(`${base}/pupils.xlsx?show=all`)).bytes);
    expect([...sheet.values()].join()).toContain('=cmd|A0');
    expect([...sheet].filter(([file]) => file.includes('worksheets/')).some(([, xml]) => xml.includes('<f>'))).toBe(
      false,
    );
  });

  it('of another school, or of none, are not to be had', async () => {
    expect((await user.get(`/schools/${otherSchool}/attendance/pupils`)).status).toBe(403);
    const analyst = site('a data analyst');
    await analyst.post('/data-sharing-terms', { returnTo: '/', version: shippedTerms.version });
    expect((await analyst.get(`/schools/${otherSchool}/attendance/pupils?show=all`)).html).toContain('Othername');
    const before = (await deeds('a data analyst')).length;
    expect((await analyst.get('/schools/999999/attendance/pupils')).status).toBe(404);
    expect(await deeds('a data analyst')).toHaveLength(before);
  });
});

describe('a school whose file names no exclusion', () => {
  it('is told that none is loaded, and that one without any would stand in no file', async () => {
    const urn = 107_099;
    await asSystem(database, (tx) => aSchool(tx, { urn, name: 'Without exclusions' }));
    const { document } = await site('a data analyst').get(`/schools/${urn}/attendance`);
    expect(document.querySelector('#exclusions')?.textContent).toContain(
      'None of this school is loaded. A file of exclusions has a line for each of them, so a school that had none is not in it.',
    );
  });
});

describe('a release that is replaced', () => {
  it('takes its figures and its pupils’ sessions with it', async () => {
    const better = children.map((one) => ({
      ...one,
      halves: one.halves.map(({ possible }) => ({ possible, authorised: 0, unauthorised: 0 })),
    }));
    await bringAndMeasure(mesters, folder, 'attendance-counts', attendanceOf(better));
    expect(of(await told('the head'), 'own-absence-overall')?.shown).toBe('0.0%');
    expect((await site('a data user of the school').get(`${base}/pupils`)).text).toContain('Nobody has missed a tenth');
    const without = children.map((one) =>
      one.urn === oneSchool ? { ...one, excluded: one.excluded.slice(0, 1) } : one,
    );
    await bringAndMeasure(mesters, folder, 'exclusion-events', exclusionsOf(without));
    expect(of(await told('the head'), 'own-exclusions-fixed')?.numerator).toBe(4);
  });

  it('and a year whose release is held back is seen by those alone who see early results', async () => {
    await bringAndMeasure(mesters, folder, 'attendance-counts', attendanceOf(own), { year: 2018, stage: 'initial' });
    const seen = async (name: string) => (await told(name)).some(({ year }) => year === '2018/19');
    expect(await seen('a governor')).toBe(true);
    expect((await site('a data user of the school').get(`${base}/pupils?show=all`)).text).toContain('2018/19');
    await asSystem(database, (tx) =>
      setEarlyResults(tx, { actor: null, clock: testClock }, new Map([['attendance-counts', 'analysts']])),
    );
    for (const name of ['the head', 'a governor', 'a project officer', 'a data user of the school']) {
      expect(await seen(name), name).toBe(false);
      for (const path of ['', '?year=2018/19', '.csv'])
        expect((await site(name).get(base + path)).html, `${name} ${path}`).not.toContain('2018/19');
    }
    expect((await site('a data user of the school').get(`${base}/pupils?show=all&year=2018/19`)).text).toContain(
      'No attendance of pupils is loaded for 2018/19',
    );
    expect(await seen('a data analyst')).toBe(true);
  });
});

describe('a pupil who is not in the census', () => {
  it('stands in the lists by number, and a list behind a figure says what follows', async () => {
    const [first, ...others] = own as [TestChild, ...TestChild[]];
    await bringAndMeasure(mesters, folder, 'pupils', censusOf(others, 2019), { year: 2019 });
    await bringAndMeasure(mesters, folder, 'attendance-counts', attendanceOf(own), { year: 2019 });
    await bringAndMeasure(mesters, folder, 'ks2-pupils', keyStage2Of(own), { year: 2019 });
    const user = site('a data user of the school');
    await user.post('/data-sharing-terms', { returnTo: '/', version: shippedTerms.version });
    const named = `Not in the census (UPN ${first.upn})`;
    const watched = await user.get(`${base}/pupils?show=all&year=2019/20`);
    const names = [...watched.document.querySelectorAll('#pupils tbody th')].map((one) => one.textContent?.trim());
    expect(names).toContain(named);
    const behind = await user.get(`/schools/${oneSchool}/own/own-ks2-reading-expected/pupils?year=2019/20`);
    expect(behind.text).toContain(named);
    expect(behind.text).toContain('1 pupil is not in this school’s census of 2019/20');
    expect(behind.text).toContain(`${others[0]?.surname}, ${others[0]?.forename}`);
    // Nothing is known of that one pupil: the figure's own page says why its groups do not add up, and to nobody outside how many they are.
    const figure = `/schools/${oneSchool}/own/own-ks2-reading-expected?year=2019/20`;
    expect((await site('the head').get(figure)).text).toMatch(
      new RegExp(
        `In none of the groups: 1 by sex, 1 by disadvantage.*, of ${own.length} pupils, because it is not known`,
      ),
    );
    for (const name of ['a governor', ...outside])
      expect((await site(name).get(figure)).text, name).not.toMatch(/In none of the groups|\b1 by /);
    const known = await site('the head').get(`/schools/${oneSchool}/own/own-ks2-reading-expected?year=2017/18`);
    expect(known.text).not.toContain('in none of the groups');
  });
});
