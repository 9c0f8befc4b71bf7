import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { unzip } from '../../platform/documents/testing';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, temporaryFolder, testClock, testDatabase } from '../../platform/testing';
import { type TestSite, testSite } from '../../platform/web/testing';
import { aSchool } from '../../schools/testing';
import { setEarlyResults } from '../early/settings';
import { reached, readingWritingMathsExpected, scoreExpected, writingReached } from '../methods';
import { newSeed } from '../methods/testing/random';
import {
  bringAndMeasure,
  bringChildren,
  hostile,
  keyStage2Of,
  oneSchool,
  otherSchool,
  type Reader,
  readers,
  testChildren,
} from '../pupils/testing-children';
import { termsRoutes } from '../terms/routes';
import { shippedTerms } from '../terms/terms';
import { ownRoutes } from './routes';

const database = await testDatabase();
const mesters = testMesters(database);
const folder = temporaryFolder();
const seed = newSeed();
const children = testChildren(seed);
const own = children.filter(({ urn }) => urn === oneSchool);
await bringChildren(database, mesters, folder, children);
const people = await readers(database);
const names = Object.keys(people);
const base = `/schools/${oneSchool}/own`;
const measure = 'own-ks2-rwm-expected';
const files = ['', '.csv', '.xlsx', '.json', `/${measure}`];
const ofPupils = ['', '.csv', '.xlsx'].map((ending) => `/${measure}/pupils${ending}`);
/** Whatever stands for a pupil, and may stand nowhere but on pages of pupils. */
const secrets = children.flatMap(({ upn, surname, forename }) => [upn, surname, forename]);

const site = (name: string): TestSite =>
  testSite(database, [...ownRoutes, ...termsRoutes], (people[name] as Reader).actor);
const outside = names.filter((name) => people[name]?.figures === 'outside');
const mayPupils = names.filter((name) => people[name]?.pupils);
interface Told {
  measure: string;
  group: string;
  year: string;
  audience: string;
  value: number | null;
  shown: string;
  numerator: number | null;
  denominator: number | null;
  low: number | null;
  release: string;
}
const told = async (name: string, more = ''): Promise<Told[]> =>
  JSON.parse((await site(name).get(`${base}.json${more}`)).html);
const keyOf = ({ measure: id, group, year }: Told) => `${id} ${group} ${year}`;

describe(`own figures (seed ${seed})`, () => {
  it.each(names)('%s is let in exactly where it is theirs to see', async (name) => {
    const { figures, pupils, actor } = people[name] as Reader;
    for (const path of files) {
      const { status, location } = await site(name).get(base + path);
      if (actor === null)
        expect(location ?? status, path).toEqual(status === 303 ? expect.stringContaining('/sign-in') : 403);
      else expect(status, path).toBe(figures === 'none' ? 403 : 200);
    }
    for (const path of ofPupils) {
      const { status, location } = await site(name).get(base + path);
      if (actor === null)
        expect(location ?? status, path).toEqual(status === 303 ? expect.stringContaining('/sign-in') : 403);
      else if (pupils) expect(location, path).toMatch(/^\/data-sharing-terms\?returnTo=/);
      else expect(status, path).toBe(403);
    }
  });

  it('are what the pure methods say of the same pupils, for every group', async () => {
    const figures = await told('the head');
    const groups = {
      all: own,
      girls: own.filter(({ sex }) => sex === 'F'),
      disadvantaged: own.filter((one) => one.disadvantaged),
      'sen-plan': own.filter(({ sen }) => sen === 'E'),
      'girls+disadvantaged': own.filter((one) => one.sex === 'F' && one.disadvantaged),
    };
    const results = (one: (typeof own)[number]) => ({ ...one, gps: '100', science: '' });
    const methods = {
      [measure]: (one: (typeof own)[number]) => readingWritingMathsExpected(results(one)),
      'own-ks2-reading-expected': (one: (typeof own)[number]) => reached(one.reading, scoreExpected),
      'own-ks2-maths-expected': (one: (typeof own)[number]) => reached(one.maths, scoreExpected),
      'own-ks2-writing-expected': (one: (typeof own)[number]) => writingReached(one.writing),
    };
    for (const [id, method] of Object.entries(methods))
      for (const [group, some] of Object.entries(groups)) {
        const found = figures.find((one) => one.measure === id && one.group === group && one.year === '2017/18');
        if (some.length === 0) expect(found).toBeUndefined();
        else
          expect(found, `${id} ${group}`).toMatchObject({
            numerator: some.filter(method).length,
            denominator: some.length,
            value: Math.floor((some.filter(method).length * 100) / some.length + 0.5 + 1e-9),
            audience: 'inside',
          });
      }
    const page = await site('the head').get(base);
    const all = figures.find((one) => one.measure === measure && one.group === 'all');
    expect(page.text).toContain(`${all?.value}%`);
    const opened = await site('the head').get(`${base}/${measure}`);
    expect(opened.document.querySelector('.m-panel h2')?.textContent).toMatch(
      new RegExp(`^${all?.value}% in 2017/18(: (above|below|too close to call)|$)`),
    );
  });

  it.each(outside)('what is hidden is hidden from %s everywhere', async (name) => {
    const inside = new Map((await told('a data analyst')).map((one) => [keyOf(one), one]));
    const figures = await told(name);
    expect(figures.map(keyOf).sort()).toEqual([...inside.keys()].sort());
    const hidden = figures.filter(({ value }) => value === null);
    expect(hidden.length).toBeGreaterThan(3);
    for (const one of figures) expect([one.audience, one.numerator]).toEqual(['outside', null]);
    for (const one of hidden) expect([one.denominator, one.low]).toEqual([null, null]);
    for (const one of figures.filter(({ value }) => value !== null))
      expect(one.value).toBe(inside.get(keyOf(one))?.value);
    expect(hidden.map(keyOf)).toContain(`${measure} sen-plan 2017/18`);

    const page = await site(name).get(`${base}/${measure}`);
    const said = [...page.document.querySelectorAll('main :is(tbody tr, p)')].filter((one) =>
      one.textContent.includes('Education, health and care plan'),
    );
    expect(said).toHaveLength(1);
    expect(said[0]?.textContent).toMatch(/^Not shown, to protect fewer than 6 pupils: /);
    expect(said[0]?.textContent.replace('fewer than 6 pupils', '')).not.toMatch(/\d/);
    expect(said[0]?.innerHTML).not.toContain('m-strip');
    const csv = (await site(name).get(`${base}.csv`)).html;
    const lines = csv.split('\r\n').filter((line) => line.includes('health and care plan') && line.includes(measure));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/,2017\/18,The year,"?Education, health and care plan"?,,"?suppressed: [^,]*,,,,,/);
    expect(csv).not.toContain('-for-leaders');
    for (const path of [...files, `/${measure}?group=sen-plan`]) {
      const { html, bytes, headers } = await site(name).get(base + path);
      const text = path === '.xlsx' ? [...unzip(bytes).values()].join() : html;
      for (const secret of secrets) expect(text.includes(secret), `${secret} on ${path}`).toBe(false);
      expect(headers.get('content-disposition') ?? '').not.toContain('for-leaders');
    }
  });

  it('a governor reads the figures, but for those of a few pupils, and no names', async () => {
    const inside = await told('the head');
    const figures = await told('a governor');
    expect(figures.map(keyOf)).toEqual(inside.map(keyOf));
    const few = (one: Told) => one.denominator !== null && one.denominator < 6;
    expect(inside.some(few)).toBe(true);
    for (const [n, one] of inside.entries()) {
      const { value, numerator, denominator, shown } = figures[n]!;
      if (few(one)) expect([value, numerator, denominator]).toEqual([null, null, null]);
      else
        expect({ value, numerator, denominator, shown }, keyOf(one)).toEqual({
          value: one.value,
          numerator: one.numerator,
          denominator: one.denominator,
          shown: one.shown,
        });
    }
    const page = await site('a governor').get(base);
    expect(page.text).toContain('For governors: not for publication. Groups of fewer than 6 pupils are not shown.');
    expect(page.html).not.toContain('/pupils');
    const opened = await site('a governor').get(`${base}/${measure}`);
    expect(opened.text).toMatch(/Not shown, to protect fewer than 6 pupils: [^.]*Education, health and care plan/);
    for (const path of files) {
      const { html, bytes, headers } = await site('a governor').get(base + path);
      const text = path === '.xlsx' ? [...unzip(bytes).values()].join() : html;
      for (const secret of secrets) expect(text.includes(secret), `${secret} on ${path}`).toBe(false);
      if (path === '.csv') expect(headers.get('content-disposition')).toContain('-for-governors');
    }
  });

  it('whoever sees everything is told that it is not for publication, in the page and in the file’s name', async () => {
    for (const name of names.filter((one) => people[one]?.figures === 'inside')) {
      expect((await site(name).get(base)).text, name).toContain(
        'For leaders: contains small groups, not for publication.',
      );
      expect((await site(name).get(`${base}.csv`)).headers.get('content-disposition')).toContain('-for-leaders');
      for (const path of files) {
        const { html } = await site(name).get(base + path);
        for (const secret of secrets) expect(html.includes(secret), `${secret} on ${path}`).toBe(false);
      }
    }
  });
});

describe('the pupils behind a figure', () => {
  const accept = async (name: string) => {
    const user = site(name);
    await user.post('/data-sharing-terms', { returnTo: '/', version: shippedTerms.version });
    return user;
  };
  const audited = (name: string) =>
    asSystem(database, async (tx) => {
      const { rows } = await sql<{ text: string; action: string; scope: string; about: string }>`
        select a.action, a.scope, a.about, a::text as text from platform.audit a
        where person_id = ${people[name]?.actor?.personId} and action like 'data.pupils-%' order by id`.execute(tx);
      return rows;
    });

  it.each(mayPupils)(
    'stand by name for %s once the terms are accepted, and each opening is written down',
    async (name) => {
      const user = await accept(name);
      expect(await audited(name)).toEqual([]);
      const page = await user.get(`${base}/${measure}/pupils?year=2017/18`);
      expect(page.status).toBe(200);
      for (const { surname, forename } of own) expect(page.text).toContain(`${surname}, ${forename}`);
      expect(page.html).not.toContain('Othername');
      expect(page.document.querySelectorAll('tbody tr')).toHaveLength(own.length);
      expect(page.document.title).not.toMatch(/Zurname|Vorename/);
      for (const path of ofPupils) await user.get(base + path);
      expect((await audited(name)).map(({ action, scope }) => `${action} ${scope}`)).toEqual([
        `data.pupils-viewed school/${oneSchool}`,
        `data.pupils-viewed school/${oneSchool}`,
        `data.pupils-exported school/${oneSchool}`,
        `data.pupils-exported school/${oneSchool}`,
      ]);
      for (const { text } of await audited(name))
        for (const secret of secrets) expect(text.includes(secret), secret).toBe(false);
    },
  );

  it('are those of the group that is asked for, in the order that is asked for, and in a file the same', async () => {
    const user = await accept('a data user of the school');
    const pages = async (query: string) =>
      [...(await user.get(`${base}/${measure}/pupils?year=2017/18${query}`)).document.querySelectorAll('tbody tr')].map(
        (row) => row.querySelector('th, td')?.textContent?.split(',')[0]?.trim(),
      );
    const some = own.filter((one) => one.sex === 'F' && one.disadvantaged).map(({ surname }) => surname);
    expect((await pages('&group=girls%2Bdisadvantaged')).sort()).toEqual([...some].sort());
    const down = await pages('&sort=name&dir=desc');
    expect(down).toEqual((await pages('&sort=name&dir=asc')).toReversed());
    const csv = (await user.get(`${base}/${measure}/pupils.csv?year=2017/18&group=sen-plan`)).html;
    expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + own.filter(({ sen }) => sen === 'E').length);
    const yes = own.filter((one) => readingWritingMathsExpected({ ...one, gps: '100', science: '' })).length;
    const all = (await user.get(`${base}/${measure}/pupils.csv?year=2017/18`)).html;
    expect(all.match(/,Yes,1,/g) ?? []).toHaveLength(yes);
  });

  it('are written down by figure, group and year, so that a head can tell one look from another', async () => {
    const user = await accept('a data user of the school');
    await user.get(`${base}/${measure}/pupils?year=2017/18&group=girls`);
    await user.get(`${base}/${measure}/pupils.csv`);
    expect((await audited('a data user of the school')).slice(-2).map(({ about }) => about)).toEqual([
      'The pupils behind Reading, writing and maths, expected standard: Girls, 2017/18.',
      'The pupils behind Reading, writing and maths, expected standard: All pupils, 2017/18.',
    ]);
  });

  it('whose name is a formula are text in a file, and never run', async () => {
    const user = await accept('a data user of the school');
    const csv = (await user.get(`${base}/${measure}/pupils.csv`)).html;
    for (const name of hostile) expect(csv).toContain(`'${name}`);
    expect(csv).not.toMatch(/(^|,)"?[=+@-][A-Za-z]/m);
    const sheet = unzip((await user.get(`${base}/${measure}/pupils.xlsx`)).bytes);
    expect([...sheet.values()].join()).toContain('=cmd|A0');
    expect([...sheet].filter(([file]) => file.includes('worksheets/')).some(([, xml]) => xml.includes('<f>'))).toBe(
      false,
    );
  });

  it('are not of a school that is another’s, whatever the address says', async () => {
    const user = await accept('a data user of the school');
    for (const path of [`/schools/${otherSchool}/own/${measure}/pupils`, `/schools/${otherSchool}/own`])
      expect((await user.get(path)).status).toBe(403);
    expect(
      (await (await accept('a data analyst')).get(`/schools/${otherSchool}/own/${measure}/pupils`)).html,
    ).toContain('Othername');
  });

  it.each([
    ['a measure that has gone', '/own-gone/pupils'],
    ['a group that there is not', `/${measure}/pupils?group=left-handed`],
    ['a group crossed with itself', `/${measure}/pupils?group=girls%2Bgirls`],
    ['something of every object', `/${measure}/pupils?group=constructor`],
  ])('of %s are not found, and nothing is written down', async (_, path) => {
    const user = await accept('a data analyst');
    const before = (await audited('a data analyst')).length;
    for (const ending of [path, path.replace('/pupils', '/pupils.csv')])
      expect((await user.get(base + ending)).status).toBe(404);
    expect(await audited('a data analyst')).toHaveLength(before);
  });

  it('of a year that is not loaded, or none at all, are nobody', async () => {
    const user = await accept('a data user of the school');
    expect((await user.get(`${base}/${measure}/pupils?year=2011/12`)).text).toContain(
      'No pupil stands behind this figure',
    );
    expect((await user.get(`${base}/own-ks4-attainment8/pupils`)).text).toContain('No pupil stands behind this figure');
    expect(
      (await user.get(`${base}/own-absence-persistent/pupils`)).document.querySelectorAll('tbody tr'),
    ).toHaveLength(own.length);
  });
});

describe('addresses that lead nowhere', () => {
  it.each([
    ['/own-gone', 404],
    ['/constructor', 404],
    ['.csv?measure=own-gone', 404],
    ['.json?measure=own-gone', 404],
    [`.csv?measure=${measure}&year=1990/91`, 404],
    [`.json?measure=${measure}&year=1990/91`, 404],
    ['/own-ks4-attainment8', 200],
    [`/${measure}?year=nonsense`, 200],
    [`/${measure}?year=2030/31`, 200],
    ['?year=1990/91', 200],
  ])('%s answers %i', async (path, status) => {
    const answer = await site('the head').get(base + path);
    expect(answer.status).toBe(status);
    expect(answer.html).not.toMatch(/NaN|Infinity|undefined|-?0\/01/);
  });

  it.each([
    ['?year=2010/11', 'There is nothing of 2010/11 here: this is the newest of each kind.'],
    ['?year=nonsense', 'There is nothing of the year that was asked for here'],
    ['?year=2017/18', null],
    ['', null],
  ])('%s says when another year is shown', async (query, words) => {
    const { text } = await site('the head').get(base + query);
    if (words) expect(text).toContain(words);
    else expect(text).not.toContain('There is nothing of');
  });

  it('a school that does not exist, or is no number, is not found', async () => {
    for (const urn of ['999999', '0', 'abc', '1070140'])
      for (const path of ['', '.csv', '.json', `/${measure}`])
        expect((await site('a data analyst').get(`/schools/${urn}/own${path}`)).status, urn + path).toBe(404);
  });
});

it('begins with the results that the school is judged by, and ends with who the pupils are; paper has what is folded', async () => {
  const page = (await site('the head').get(base)).document;
  const parts = [...page.querySelectorAll('main section[id]')].map(({ id }) => id).filter((id) => id !== 'missing');
  expect(parts[0]).toBe('ks2-pupils');
  expect(parts.at(-1)).toBe('pupils');
  const ways = [...page.querySelectorAll('nav[aria-label="On this page"] a')].map((a) => a.getAttribute('href'));
  expect(ways).toEqual(parts.map((id) => `#${id}`));
  const folded = page.querySelector('#ks2-pupils details.m-prints');
  expect(folded?.textContent).toContain('average scaled score');
  expect(folded?.contains(page.querySelector(`a[href^="${base}/${measure}?"]`))).toBe(false);
  expect(page.querySelector('main .m-lead')?.textContent).toMatch(
    /^Key stage 2, 2017\/18\. Reading, writing and maths, expected standard: \d+%/,
  );
});

describe('subjects', () => {
  it('stand in a table of their own, each figure opening, with girls and boys behind it', async () => {
    const entries = own.map(({ urn, upn, sex }, n) => `${urn},${upn},${sex},Mathematics,GCSE 9-1,${(n % 9) + 1}`);
    await bringAndMeasure(
      mesters,
      folder,
      'ks4-entries',
      `URN,UPN,Sex,Subject,Scale,Grade\n${entries.join('\n')}\n${own
        .slice(0, 2)
        .map(({ urn, upn, sex }) => `${urn},${upn},${sex},French,GCSE 9-1,5`)
        .join('\n')}`,
      { year: 2016 },
    );
    const id = 'own-ks4-subject-mathematics-4';
    const page = (await site('the head').get(`${base}?year=2016/17`)).document;
    const rows = [...page.querySelectorAll('#ks4-entries tbody tr')].map((row) => row.textContent);
    const pass = own.filter((_, n) => n % 9 >= 3).length;
    expect(rows.find((row) => row.startsWith('Mathematics'))).toContain(`${Math.round((pass * 100) / own.length)}%`);
    expect(page.querySelector(`a[href="${base}/${id}?year=2016/17"]`)).not.toBeNull();
    const opened = (await site('the head').get(`${base}/${id}?year=2016/17`)).text;
    expect(opened).toContain('grade 4 or better');
    expect(opened).toContain('Boys');
    // Two pupils of French: their leaders see what they have, others not even how many they are.
    const french = async (name: string) =>
      (await told(name)).filter((one) => one.measure.startsWith('own-ks4-subject-language-') && one.group === 'all');
    expect((await french('the head')).map(({ value }) => value)).toEqual([100, 100, 0, 5, 2]);
    for (const name of ['a governor', 'a project officer'])
      for (const one of await french(name)) expect(one.value).toBeNull();
    // A subject of all pupils but two, beside the whole, would count those two.
    const without = own.slice(2).map(({ urn, upn, sex }) => `${urn},${upn},${sex},History,GCSE 9-1,6`);
    await bringAndMeasure(
      mesters,
      folder,
      'ks4-entries',
      `URN,UPN,Sex,Subject,Scale,Grade\n${[...entries, ...without].join('\n')}`,
      { year: 2016 },
    );
    const history = (await told('a project officer')).find((one) => one.measure === 'own-ks4-subject-history-pupils');
    expect(history?.value).toBeNull();
    const inside = (await told('the head')).find((one) => one.measure === 'own-ks4-subject-history-pupils');
    expect(inside?.value).toBe(own.length - 2);
  });
});

describe('a grade that no table of points holds', () => {
  it('is named with its line, and whatever does not count it stands', async () => {
    const entry = ({ urn, upn, sex }: (typeof own)[0], subject: string, scale: string, grade: string) =>
      `${urn},${upn},${sex},${subject},${scale},${grade}`;
    const lines = own.flatMap((one, n) => [
      entry(one, 'Mathematics', 'GCSE 9-1', '6'),
      entry(one, 'Other', n === 2 ? 'Baking award' : 'GCSE 9-1', n === 2 ? 'Gold' : '5'),
    ]);
    await bringAndMeasure(mesters, folder, 'ks4-entries', `URN,UPN,Sex,Subject,Scale,Grade\n${lines.join('\n')}`, {
      year: 2016,
    });
    const figures = (await told('the head')).filter((one) => one.year === '2016/17' && one.group === 'all');
    const value = (id: string) => figures.find((one) => one.measure === id)?.value;
    expect(value('own-ks4-pupils')).toBe(own.length);
    expect(value('own-ks4-subject-mathematics-4')).toBe(100);
    for (const id of ['attainment8', 'ebacc-entered', 'subject-other-4', 'subject-other-pupils'])
      expect(value(`own-ks4-${id}`), id).toBeUndefined();
    const page = (await site('the head').get(`${base}?year=2016/17`)).document.querySelector('#missing')?.textContent;
    expect(page).toContain('grade Gold of Baking award (1 entry, line 7 of the file)');
    expect(page).toContain('Correct the file, or supply a table that holds it.');
    for (const { upn } of own) expect(page).not.toContain(upn);
  });
});

describe('a figure that there is not', () => {
  const said = async (name: string, urn: number, path: string) =>
    (await site(name).get(`/schools/${urn}/own/${path}`)).document.querySelector('main')?.textContent ?? '';

  it('says whether files of its year hold nothing of the school, or there is no such file', async () => {
    const urn = 107_098;
    await asSystem(database, (tx) => aSchool(tx, { urn, name: 'Without exclusions' }));
    for (const [path, text] of [
      [
        'own-exclusions-fixed',
        'exclusions and suspensions of 2017/18 that are loaded have no line of this school. Such a file has a line for each exclusion, so a school that had none is not in it.',
      ],
      ['own-exclusions-fixed?year=2017/18', 'of 2017/18 that are loaded have no line of this school.'],
      ['own-exclusions-fixed?year=2015/16', 'No file of exclusions and suspensions of 2015/16 is loaded'],
      [`${measure}?year=2017/18`, 'The files of key stage 2 results of pupils of 2017/18 that are loaded have no line'],
      ['own-phonics-year-1', 'No file of phonics results of pupils is loaded, of this school or another.'],
    ] as const)
      expect(await said('a data analyst', urn, path), path).toContain(text);
    expect(await said('a data analyst', urn, 'own-exclusions-fixed')).toContain('Bring a file of pupils');
    const program = await site('a data analyst').get(`/schools/${urn}/own.json?measure=${measure}`);
    expect([program.status, JSON.parse(program.html).problem]).toEqual([
      404,
      expect.stringContaining('There is nothing of Reading, writing and maths'),
    ]);
  });

  it('says what is missing where the files hold the school', async () => {
    expect(await said('the head', oneSchool, 'own-ks4-attainment8?year=2016/17')).toContain(
      'grade Gold of Baking award (1 entry, line 7 of the file)',
    );
    expect(await said('the head', oneSchool, `${measure}?year=2016/17`)).toContain(
      'There is no such figure of the year that was asked for: this is 2017/18.',
    );
  });
});

describe('a release that is replaced', () => {
  it('takes its figures with it', async () => {
    const better = children.map((one) => ({ ...one, reading: '110', maths: '110', writing: 'EXS' }));
    await bringAndMeasure(mesters, folder, 'ks2-pupils', keyStage2Of(better));
    const found = (await told('the head')).filter((one) => one.measure === measure && one.group === 'all');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ value: 100, release: 'ks2-pupils-2017-18-validated-2' });
    const user = site('a data user of the school');
    expect((await user.get(`${base}/${measure}/pupils.csv`)).html.match(/,Yes,1,/g)).toHaveLength(own.length);
  });

  it('and a run whose release is held back is seen by those alone who see early results, in every shape', async () => {
    await bringAndMeasure(mesters, folder, 'ks2-pupils', keyStage2Of(own).replaceAll(',EXS', ',GDS'), {
      year: 2018,
      stage: 'initial',
    });
    const seen = async (name: string) => (await told(name)).some(({ year }) => year === '2018/19');
    expect(await seen('a governor')).toBe(true);
    await asSystem(database, (tx) =>
      setEarlyResults(tx, { actor: null, clock: testClock }, new Map([['ks2-pupils', 'staff']])),
    );
    for (const name of ['the head', 'a governor', 'the trust’s leader', 'a data user of the school']) {
      expect(await seen(name), name).toBe(false);
      for (const path of ['', '.csv', `/${measure}`, `/${measure}?year=2018/19`])
        expect((await site(name).get(base + path)).text, `${name} ${path}`).not.toContain('2018/19');
      expect((await told(name)).length, name).toBeGreaterThan(0);
    }
    const user = site('a data user of the school');
    expect((await user.get(`${base}/${measure}/pupils?year=2018/19`)).text).toContain(
      'No pupil stands behind this figure',
    );
    for (const name of ['a project officer', 'an improvement partner', 'a data analyst'])
      expect(await seen(name), name).toBe(true);
  });
});
