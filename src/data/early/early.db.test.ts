import { beforeAll, describe, expect, it } from 'vitest';
import type { Anyone } from '../../platform/actor';
import { as, asSystem, testClock, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { company } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { compared } from '../compare/read';
import { compareRoutes } from '../compare/routes';
import { figuresOfSchool } from '../figures/queries';
import { releaseRoutes } from '../releases/routes';
import { schoolDataRoutes } from '../school/routes';
import type { Stage } from '../tables';
import { anAcceptedRelease, aPartnership } from '../testing';
import { earlyRoutes } from './routes';
import { type Audience, audiences, earlyWords, setEarlyResults } from './settings';

const database = await testDatabase();
const routes = [...earlyRoutes, ...releaseRoutes, ...schoolDataRoutes, ...compareRoutes];
const visitor = testSite(database, routes, null);
const readers = {
  visitor: null,
  head: await aPerson(database, 'headteacher', { kind: 'school', id: '900301' }),
  teacher: await aPerson(database, 'teacher', { kind: 'school', id: '900301' }),
  trust: await aPerson(database, 'trust-leader', { kind: 'trust', id: '77' }),
  chair: await aPerson(database, 'chair', { kind: 'partnership', id: 'locality' }),
  commissioner: await aPerson(database, 'commissioner', company),
  officer: await aPerson(database, 'project-officer', company),
  partner: await aPerson(database, 'improvement-partner', company),
  analyst: await aPerson(database, 'data-analyst', company),
  administrator: await aPerson(database, 'administrator', company),
} satisfies Record<string, Anyone>;
type Reader = keyof typeof readers;
const sites = Object.fromEntries(
  Object.entries(readers).map(([name, actor]) => [name, testSite(database, routes, actor)]),
) as Record<Reader, typeof visitor>;

/** Who sees early results under each setting. */
const seenBy: Record<Audience, readonly Reader[]> = {
  everybody: Object.keys(readers) as Reader[],
  schools: ['head', 'teacher', 'trust', 'chair', 'officer', 'partner', 'analyst', 'administrator'],
  staff: ['officer', 'partner', 'analyst', 'administrator'],
  analysts: ['analyst', 'administrator'],
};

const set = (audience: Audience) =>
  asSystem(database, (tx) => setEarlyResults(tx, { actor: null, clock: testClock }, new Map([['ks2', audience]])));

const stagesOf = { initial: '51%', refined: '52%', confirmed: '53%', validated: '54%' } as const;
const order: readonly Stage[] = ['initial', 'refined', 'confirmed', 'validated'];

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((one) => permutations(items.filter((other) => other !== one)).map((rest) => [one, ...rest]));

const accept = (urn: number, stage: Stage) =>
  asSystem(database, (tx) =>
    anAcceptedRelease(tx, visitor.mesters.files, {
      year: 2017,
      stage,
      figures: [
        { urn, measure: 'ks2-rwm-expected', shown: stagesOf[stage], denominator: '40' },
        { urn, measure: 'ks2-reading-expected', shown: stagesOf[stage], denominator: '40' },
      ],
    }),
  );

const standing = (reader: Reader) => {
  const actor: Anyone = readers[reader];
  return as(actor ? [...actor.sees] : 'nobody');
};

/** The figures of a school, and the mean of a place that is this school alone, as this reader gets them. */
const read = (reader: Reader, urn: number) =>
  database.transaction(standing(reader), async (tx) => {
    const place = await compared(tx, database, { kind: 'set', of: urn, picked: false, urns: [urn] });
    return {
      figures: (await figuresOfSchool(tx, urn)).map(({ shown }) => shown),
      mean: place.means.find(({ measure }) => measure === 'ks2-rwm-expected')?.value,
    };
  });

beforeAll(async () => {
  await asSystem(database, async (tx) => {
    for (let urn = 900301; urn <= 900330; urn++) await aSchool(tx, { urn, pupils: 100 });
    await aPartnership(
      tx,
      'locality',
      'The locality',
      Array.from({ length: 30 }, (_, at) => 900301 + at),
    );
  });
});

describe('early results', () => {
  // Every order of three, and the four in four orders.
  const orders = [...permutations(['initial', 'refined', 'validated'] as Stage[]), [...order], order.toReversed()];
  it.each(orders.map((one, at) => [one.join(', '), one, 900301 + at] as const))(
    'in the order %s: each reader sees the most final that is theirs to see, at once',
    async (_, stages, urn) => {
      const accepted: Stage[] = [];
      for (const stage of stages) {
        await accept(urn, stage);
        accepted.push(stage);
        for (const audience of audiences) {
          await set(audience);
          for (const reader of Object.keys(readers) as Reader[]) {
            const theirs = accepted.filter((one) => one === 'validated' || seenBy[audience].includes(reader));
            const expected = order.findLast((one) => theirs.includes(one));
            const { figures, mean } = await read(reader, urn);
            const what = `${accepted} ${audience} ${reader}`;
            expect(figures, what).toEqual(expected ? [stagesOf[expected], stagesOf[expected]] : []);
            // What is kept of the means is this reader's own.
            expect(mean, what).toBe(expected ? Number(stagesOf[expected].replace('%', '')) : undefined);
          }
        }
      }
    },
    120_000,
  );

  it('are nowhere for whom they are hidden from: pages, files, JSON, comparisons, and what is kept for others', async () => {
    const urn = 900320;
    await accept(urn, 'initial');
    const paths = [
      `/schools/${urn}/data`,
      `/schools/${urn}/data/ks2-rwm-expected`,
      `/schools/${urn}/data.csv`,
      `/schools/${urn}/data.json`,
      '/partnerships/locality/data?year=2017/18',
      '/partnerships/locality/data.csv',
      '/partnerships/locality/data.json',
      '/authorities/373/primary/data',
    ];
    for (const audience of audiences) {
      await set(audience);
      // Whoever sees them reads first, so that what is kept is theirs.
      for (const reader of (Object.keys(readers) as Reader[]).toSorted(
        (a, b) => Number(seenBy[audience].includes(b)) - Number(seenBy[audience].includes(a)),
      ))
        for (const path of paths) {
          const { html } = await sites[reader].get(path);
          expect(/51%|ks2-2017-18-initial/.test(html), `${path} ${audience} ${reader}`).toBe(
            seenBy[audience].includes(reader),
          );
        }
    }
  }, 120_000);

  it('are hidden from the database’s own reader too, whatever is asked', async () => {
    await set('staff');
    const { rows } = await database.transaction(standing('head'), async (tx) => ({
      rows: await tx.selectFrom('data.release').select('id').where('stage', '=', 'initial').execute(),
    }));
    expect(rows).toEqual([]);
  });
});

describe('the page of the data analyst', () => {
  it('says who sees what, and changes it for one dataset and not the others', async () => {
    await set('everybody');
    expect((await sites.analyst.get('/releases/early')).text).toContain('No early results are held back');
    expect((await sites.analyst.post('/releases/early', { ks2: 'staff', ks4: 'everybody' })).notice).toBe(
      'Saved: Key stage 2 results.',
    );
    expect((await sites.analyst.post('/releases/early', { ks2: 'staff' })).notice).toBe('Nothing has changed.');
    expect((await sites.analyst.post('/releases/early', { ks2: 'nonsense' })).notice).toBe('Nothing has changed.');
    const { document, text } = await sites.analyst.get('/releases/early');
    expect(text).toContain('Early results of one dataset are held back');
    expect(document.querySelector('#seen-ks2 option[selected]')?.getAttribute('value')).toBe('staff');
    expect(document.querySelector('#seen-ks4 option[selected]')?.getAttribute('value')).toBe('everybody');
    const deeds = await asSystem(database, (tx) =>
      tx
        .selectFrom('platform.audit')
        .select('about')
        .where('action', '=', 'data.early-results-set')
        .orderBy('id', 'desc')
        .execute(),
    );
    expect(deeds[0]?.about).toBe('Early results, Key stage 2 results: Staff.');
  });

  it('is for nobody else, in the database neither', async () => {
    expect((await visitor.get('/releases/early')).location).toContain('/sign-in');
    expect((await sites.officer.get('/releases/early')).status).toBe(403);
    expect((await sites.head.post('/releases/early', { ks2: 'everybody' })).status).toBe(403);
    await expect(
      database.transaction(standing('officer'), (tx) =>
        tx
          .insertInto('data.early_results')
          .values({ dataset: 'ks5', seen_by: 'staff', set_at: testClock.now(), set_by: null })
          .execute(),
      ),
    ).rejects.toThrow(/row-level security/);
  });
});

it('a section of a school’s page says that its own results are early, where the first ones are validated', async () => {
  const urn = 900330;
  await accept(urn, 'validated');
  const figures = [{ urn, measure: 'absence-overall', shown: '4.1', denominator: '40' }];
  await asSystem(database, (tx) =>
    anAcceptedRelease(tx, visitor.mesters.files, { dataset: 'absence', year: 2017, stage: 'refined', figures }),
  );
  const { document } = await sites.analyst.get(`/schools/${urn}/data`);
  const words = 'Some of these results are refined: not validated yet, they may change.';
  expect(document.querySelector('#absence')?.textContent).toContain(words);
  expect(document.body.textContent.split(words)).toHaveLength(2);
});

it('pages say that early results may change, and who sees them', () => {
  const figure = (stage: Stage) => ({ dataset: 'ks2', stage });
  expect(earlyWords([figure('validated')], new Map())).toBeNull();
  expect(earlyWords([figure('initial'), figure('validated')], new Map())).toBe(
    'Some of these results are initial: not validated yet, they may change.',
  );
  expect(earlyWords([figure('refined')], new Map([['ks2', 'staff']]))).toContain('Only staff see them so far.');
});
