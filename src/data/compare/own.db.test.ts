import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/actor';
import { asSystem, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { company } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { similarRoutes } from '../similar/routes';
import { anAcceptedRelease, aPartnership, aRun, aTrust } from '../testing';
import { compareRoutes } from './routes';

// Figures that are worked out from pupils, beside each other: who sees which names, and nothing of a school that may not be named but its dot.
const database = await testDatabase();
const routes = [...compareRoutes, ...similarRoutes];
const visitor = testSite(database, routes, null);
const { config } = visitor.mesters;
const site = (actor: Actor) => testSite(database, routes, actor, { config });
const page = '/partnerships/locality-c/data';
const ks2 = 'own-ks2-rwm-expected';
const names = ['Ash Bank', 'Birch Lane', 'Cedar Road', 'Damson Way', 'Elm Street', 'Fir Close'];
const urns = names.map((_, at) => 910301 + at);
const gorse = 910310;
/** Of so many pupils: no two schools have as many, so that a number tells whose it is. */
const pupils = urns.map((_, at) => 411 + at);
/** The last is hidden outside. */
const values = [61, 90, 88, 71, 52, 33];

beforeAll(async () => {
  await asSystem(database, async (tx) => {
    for (const [at, urn] of urns.entries()) await aSchool(tx, { urn, name: names[at]! });
    await aPartnership(tx, 'locality-c', 'Locality C', urns);
    await aPartnership(tx, 'pair', 'Locality P', urns.slice(0, 2));
    await aSchool(tx, { urn: gorse, name: 'Gorse Hill' });
    await aTrust(tx, 4711, 'The Lanes Trust', [...urns.slice(0, 3), gorse]);
    await aTrust(tx, 4712, 'Two Ways Trust', urns.slice(3, 5));
    const release = await anAcceptedRelease(tx, visitor.mesters.files, {
      year: 2017,
      figures: [
        { urn: urns[0]!, measure: 'ks2-rwm-expected', shown: '60%', denominator: '43' },
        { area: 'england', measure: 'ks2-rwm-expected', shown: '64%' },
        { area: 'england', measure: 'absence-overall', shown: '4.1' },
      ],
    });
    const places = (measure: string, value: number, more: object = {}) =>
      ['partnership/locality-c', 'trust/4711', 'partnership/pair', 'trust/4712'].map((area, at) => ({
        area,
        measure,
        value,
        pupils: 2500,
        reason: at < 2 ? null : ('few-schools' as const),
        ...more,
      }));
    await aRun(tx, {
      dataset: 'ks2-pupils',
      year: 2017,
      inputs: [release],
      figures: [
        ...places(ks2, 65),
        ...urns.map((urn, at) => ({
          urn,
          measure: ks2,
          value: values[at]!,
          pupils: pupils[at]!,
          denominator: String(pupils[at]),
          numerator: '7',
          low: values[at]! - 6.123,
          high: values[at]! + 6.123,
          ...(at === 5 ? { reason: 'small' as const } : {}),
        })),
        { urn: gorse, measure: ks2, value: 47, pupils: 420, low: 41, high: 53 },
      ],
    });
    const periods = ['year', 'autumn-1', 'autumn-2'];
    await aRun(tx, {
      dataset: 'attendance-marks',
      year: 2018,
      inputs: [release],
      figures: periods.flatMap((period, n) =>
        ['own-absence-overall', 'own-absence-persistent'].flatMap((measure) => [
          ...places(measure, 5 + n, { period }),
          ...urns.map((urn, at) => ({ urn, measure, period, value: 3 + at + n / 10, pupils: pupils[at]! })),
        ]),
      ),
    });
  });
});

const asked = (query: string, more = '') => `${page}?measure=${ks2}&${query}${more}`;
const others = (but: string) => names.filter((name) => name !== but);

/** The kinds of data that a page offers measures of. */
const groupsOf = (document: Document): (string | null)[] =>
  [...document.querySelectorAll('#measure optgroup')].map((group) => group.getAttribute('label'));
const ofPupils = expect.stringContaining('from files of pupils');

describe('a comparison of figures that are worked out from pupils', () => {
  it('is not offered to visitors, nor given to one who asks for it', async () => {
    const { document } = await visitor.get(asked(''));
    expect(groupsOf(document)).not.toContainEqual(ofPupils);
    const analyst = site(await aPerson(database, 'data-analyst', company));
    expect(groupsOf((await analyst.get(asked(''))).document)).toContainEqual(ofPupils);
    expect(document.querySelector('figure')?.textContent).not.toContain('90%');
    for (const ending of ['json', 'csv']) {
      const { status, html } = await visitor.get(`${page}.${ending}?measure=${ks2}`);
      expect(status).toBe(404);
      expect(html).not.toContain('own-ks2');
    }
  });

  it('is of the outside set whoever looks first: what a data analyst sees goes on to nobody', async () => {
    const analyst = site(await aPerson(database, 'data-analyst', company));
    const { text } = await analyst.get(asked('school=none'));
    expect(text).toContain('1 school: not shown, to protect fewer than 6 pupils');
    expect(text).not.toContain('33%');
    // Of the school that was chosen the analyst reads everything.
    expect((await analyst.get(asked(`school=${urns[5]}`))).text).toContain('33%');
    expect((await analyst.get(asked('school=none'))).text).not.toContain('33%');
  });

  it('names a head’s own school and no other: in the picture, the table, the files and the JSON', async () => {
    const head = site(await aPerson(database, 'headteacher', { kind: 'school', id: String(urns[3]) }));
    const { text, document } = await head.get(asked(''));
    expect(text).toContain('Damson Way in Locality C');
    expect(document.querySelector('figure h2')?.textContent).toMatch(/of the other 4/);
    const content = document.querySelector('main')?.textContent ?? '';
    const csv = (await head.get(`${page}.csv?measure=${ks2}`)).html;
    const rows = JSON.parse((await head.get(`${page}.json?measure=${ks2}`)).html);
    for (const name of others('Damson Way')) {
      expect(document.querySelector('#figures')?.innerHTML).not.toContain(name);
      expect(document.querySelector('figure')?.innerHTML).not.toContain(name);
      expect(document.querySelector('select#school')?.textContent).not.toContain(name);
      expect(csv).not.toContain(name);
      expect(JSON.stringify(rows)).not.toContain(name);
    }
    // Whose dot it is cannot be told by a number of pupils, a URN, or a range that only one number of pupils gives.
    for (const [at, count] of pupils.entries()) {
      if (at === 3) continue;
      for (const where of [content, csv, JSON.stringify(rows)]) {
        expect(where).not.toContain(String(count));
        expect(where).not.toContain(String(urns[at]));
      }
    }
    expect(csv).toContain('Damson Way,primary');
    expect(csv.split('\n').filter((line) => line.includes('.12') || line.includes('.88'))).toHaveLength(1);
    expect(rows.filter((row: { urn: number | null }) => row.urn !== null)).toMatchObject([
      { urn: urns[3], school: 'Damson Way', value: 71, numerator: 7, denominator: pupils[3] },
    ]);
    let ranges = 0;
    for (const { urn, low, high } of rows)
      if (urn === null && low !== null) {
        expect([Number(low) % 5, Number(high) % 5]).toEqual([0, 0]);
        ranges++;
      }
    expect(ranges).toBe(4);
    expect(rows.filter((row: { numerator: number | null }) => row.numerator !== null)).toHaveLength(1);
  });

  it('counts a school whose figure is hidden, and shows it to its own head', async () => {
    const other = site(await aPerson(database, 'headteacher', { kind: 'school', id: String(urns[0]) }));
    const { text } = await other.get(asked(''));
    expect(text).toContain('1 school: not shown, to protect fewer than 6 pupils');
    expect(text).not.toContain('33%');
    const own = site(await aPerson(database, 'headteacher', { kind: 'school', id: String(urns[5]) }));
    const shown = await own.get(asked(''));
    expect(shown.text).toContain('33%');
    expect(shown.text).toContain('Others do not see the figure of Fir Close');
    const file = await own.get(`${page}.csv?measure=${ks2}`);
    expect(file.headers.get('content-disposition')).toContain('-for-leaders.csv');
    const governor = site(await aPerson(database, 'governor', { kind: 'school', id: String(urns[5]) }));
    // Of so few pupils it is no figure for governors either.
    expect((await governor.get(asked(''))).text).not.toContain('33%');
  });

  it('no wish tells whose dot is whose: not the school to be shown, not a name, not a sector, not a second measure', async () => {
    const head = site(await aPerson(database, 'headteacher', { kind: 'school', id: String(urns[3]) }));
    for (const wish of [
      `school=${urns[1]}`,
      'q=birch',
      'sector=primary',
      'school=-1',
      'with=ks2-rwm-expected',
      'sort=name&dir=asc',
    ]) {
      const { document, status } = await head.get(asked(wish));
      expect(status, wish).toBe(200);
      expect(document.querySelector('#figures')?.textContent, wish).not.toContain('Birch');
      expect(document.querySelectorAll('#figures tbody tr'), wish).toHaveLength(6);
      expect(document.querySelector('h1')?.textContent, wish).not.toContain('Birch');
      expect(document.querySelector('#two'), wish).toBeNull();
    }
  });

  it('names every school for the office, with its pupils and a way to its own figures', async () => {
    const office = site(await aPerson(database, 'administrator', company));
    const { document } = await office.get(asked('sort=name&dir=asc'));
    const rows = [...document.querySelectorAll('#figures tbody tr')];
    expect(rows.map((row) => row.querySelector('th')?.textContent)).toEqual(names);
    expect(rows[1]?.textContent).toContain('412');
    expect(rows[1]?.querySelector('a')?.getAttribute('href')).toBe(`/schools/${urns[1]}/own/${ks2}`);
    // Even for the office what is hidden outside is hidden here, and the picture names nobody that was not chosen.
    expect(rows[5]?.textContent).toContain('Not shown, to protect fewer than 6 pupils');
    expect(document.querySelector('figure')?.textContent).not.toContain('Birch Lane');
  });

  it('of a place with too few others shows none of them', async () => {
    const head = site(await aPerson(database, 'headteacher', { kind: 'school', id: String(urns[0]) }));
    const { text, document } = await head.get(`/partnerships/pair/data?measure=${ks2}`);
    expect(text).toContain('1 other school: not shown, since it could be told which it is');
    expect(document.querySelectorAll('#figures tbody tr')).toHaveLength(1);
    expect(text).not.toContain('90%');
  });

  it('of a place of two schools has no figure of both together but for whose they are, and says why', async () => {
    const head = site(await aPerson(database, 'headteacher', { kind: 'school', id: String(urns[0]) }));
    const why = 'over all pupils: not shown, since it would tell the figures of one or two schools';
    for (const [path, name] of [
      ['/partnerships/pair/data', 'Locality P'],
      ['/trusts/4712/data', 'Two Ways Trust'],
    ]) {
      const { text, document } = await head.get(`${path}?measure=${ks2}`);
      expect(text).toContain(`${name}, ${why}`);
      for (const one of [text, (await head.get(`${path}.csv?measure=${ks2}`)).html]) expect(one).not.toMatch(/\b65\b/);
      expect(document.querySelector('#years')).toBeNull();
    }
    const none = await head.get(`/trusts/4712/data?measure=${ks2}`);
    expect(none.text).toContain('No school’s figure can be shown to you here.');
    expect(none.text).toContain('Nothing can be shown of these schools.');
    expect(none.text).not.toContain('0 schools');
    const leader = site(await aPerson(database, 'trust-leader', { kind: 'trust', id: '4712' }));
    const own = await leader.get(`/trusts/4712/data?measure=${ks2}`);
    expect(own.text).toContain('Two Ways Trust, over all pupils: 65%');
    expect(own.text).not.toContain(why);
  });

  it('a school that alone is in two places at once is told by neither', async () => {
    const head = site(await aPerson(database, 'headteacher', { kind: 'school', id: String(urns[3]) }));
    const { text, document } = await head.get(`/trusts/4711/data?measure=${ks2}`);
    // Of the trust's four three are of one partnership too, of which two are of a pair besides.
    expect(text).toContain('4 other schools: not shown, since it could be told which they are');
    expect(document.querySelectorAll('#figures tbody tr')).toHaveLength(0);
    for (const value of ['47%', '61%', '88%']) expect(text).not.toContain(value);
    expect((await head.get(asked(''))).text).toContain('88%');
    const leader = site(await aPerson(database, 'trust-leader', { kind: 'trust', id: '4711' }));
    expect((await leader.get(`/trusts/4711/data?measure=${ks2}`)).text).toContain('47%');
  });

  it('stands among schools like mine too: for who reads the school’s own figures, its name alone', async () => {
    const at = `/schools/${urns[3]}/data/similar`;
    const head = site(await aPerson(database, 'headteacher', { kind: 'school', id: String(urns[3]) }));
    const { text, document } = await head.get(`${at}?measure=${ks2}`);
    expect(document.querySelector('figure h2')?.textContent).toContain('of the other 4');
    expect(document.querySelectorAll('#figures tbody tr')).toHaveLength(6);
    expect(text).toContain('71%');
    // Gorse Hill alone is of the set and of no partnership.
    expect(text).not.toContain('47%');
    const rows = JSON.parse((await head.get(`${at}.json?measure=${ks2}`)).html);
    const csv = (await head.get(`${at}.csv?measure=${ks2}`)).html;
    for (const name of others('Damson Way')) {
      for (const where of ['#figures', 'figure'])
        expect(document.querySelector(where)?.innerHTML, where).not.toContain(name);
      expect(csv + JSON.stringify(rows)).not.toContain(name);
    }
    // Of another school's set, and of one that is picked, nobody is shown but whose figures may be read by name.
    const other = await head.get(`/schools/${urns[2]}/data/similar?measure=${ks2}`);
    expect(groupsOf(other.document)).not.toContainEqual(ofPupils);
    expect(other.document.querySelector('#figures')?.textContent).not.toMatch(/71%|88%/);
    expect(
      JSON.stringify(JSON.parse((await head.get(`/schools/${urns[2]}/data/similar.json?measure=${ks2}`)).html)),
    ).not.toContain('own-');
    const picked = `set=${urns[0]}&set=${urns[1]}&set=${urns[2]}&set=${urns[4]}`;
    for (const set of [picked, picked.replace(`&set=${urns[4]}`, '')]) {
      const page = await head.get(`${at}?measure=${ks2}&${set}`);
      expect(page.document.querySelectorAll('#figures tbody tr')).toHaveLength(1);
      expect(page.text).toMatch(/[34] other schools: not shown/);
      expect(JSON.parse((await head.get(`${at}.json?measure=${ks2}&${set}`)).html)).toMatchObject([{ urn: urns[3] }]);
    }
    expect((await visitor.get(`${at}?measure=${ks2}`)).text).not.toContain('71%');
    const office = site(await aPerson(database, 'administrator', company));
    expect(
      (await office.get(`${at}?measure=${ks2}&${picked}`)).document.querySelector('#figures')?.textContent,
    ).toContain('Birch Lane');
  });

  it('attendance opens with the newest half-term, persistent absence with the year so far; England is of the year alone', async () => {
    const head = site(await aPerson(database, 'headteacher', { kind: 'school', id: String(urns[3]) }));
    const overall = await head.get(`${page}?measure=own-absence-overall`);
    expect(overall.text).toContain('Attendance, Autumn 2 of 2018/19.');
    expect(overall.text).toContain('Locality C, over all pupils: 7.0%');
    expect(overall.document.querySelector('figure')?.textContent).not.toContain('England');
    const first = await head.get(`${page}?measure=own-absence-overall&period=autumn-1`);
    expect(first.text).toContain('Autumn 1 of 2018/19');
    expect((await head.get(`${page}?measure=own-absence-persistent`)).text).toContain('Attendance, 2018/19.');
    expect((await head.get(`${page}?measure=own-absence-overall&period=nonsense`)).status).toBe(200);
    expect((await head.get(asked(''))).document.querySelector('figure')?.textContent).toContain('England 64%');
  });
});
