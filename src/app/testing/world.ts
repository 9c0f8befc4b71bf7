import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bookingSamples } from '../../bookings/testing';
import { anAcceptedRelease, aReadyRelease, aSuppliedTable, aYearlessRelease } from '../../data/testing';
import { entitlementSamples } from '../../entitlements/testing';
import { currentOffer, keepWaiting, publishShippedOffers } from '../../offer';
import type { Actor } from '../../platform/actor';
import { projectRoot } from '../../platform/config';
import type { Database, Tx } from '../../platform/database';
import { changeInstallation } from '../../platform/installation';
import { sendMail } from '../../platform/mail';
import type { Mesters } from '../../platform/mesters';
import { asSystem } from '../../platform/testing';
import type { SampleWorld } from '../../platform/web';
import { company, roles, type Scope } from '../../schools';
import { aPerson, aReadyImport, aSchool } from '../../schools/testing';
import { aGateUnderWay, contractSamples, moneySamples } from '../../subscriptions/testing';
import { firstCode } from '../first-code';
import { siteParts } from '../site';

/** A demonstration of two schools in two trusts and two partnerships, with one person of every role in the first of each. */
export interface World {
  actors: Record<string, Actor>;
  /** The cookie of a session of each, by role. */
  cookies: Record<string, string>;
  samples: SampleWorld;
}

export async function makeWorld(mesters: Mesters): Promise<World> {
  const { database } = mesters;
  await publishShippedOffers(mesters);
  const places = await asSystem(database, async (tx) => {
    await changeInstallation(tx, { kind: 'demonstration', name: 'A partnership', heldToday: mesters.clock.today() });
    const own = await aSchool(tx, { name: 'Own School', pupils: 200 });
    const other = await aSchool(tx, { name: 'Other School', pupils: 300 });
    const joined = { import_id: null, as_at: Temporal.PlainDate.from('2017-09-01'), present: true };
    for (const [index, urn] of [own, other].entries()) {
      const uid = 5001 + index;
      const id = index === 0 ? 'own-partnership' : 'other-partnership';
      await tx.insertInto('schools.trust').values({ uid }).execute();
      await tx
        .insertInto('schools.trust_version')
        .values({
          uid,
          import_id: null,
          as_at: joined.as_at,
          name: `Trust ${uid}`,
          kind: 'Multi-academy trust',
          runs_schools: true,
          companies_house: null,
          open: true,
          closed: null,
        })
        .execute();
      await tx
        .insertInto('schools.trust_membership')
        .values({ urn, uid, joined: null, ...joined })
        .execute();
      await tx
        .insertInto('schools.partnership')
        .values({ id, name: `Partnership ${id}`, letter: index === 0 ? 'A' : 'B', kind: 'locality' })
        .execute();
      await tx
        .insertInto('schools.partnership_membership')
        .values({ urn, partnership_id: id, ...joined })
        .execute();
    }
    await sendMail(tx, { to: 'somebody@example.org', subject: 'A letter', text: 'Hello', kind: 'plain' });
    return {
      school: String(own),
      otherSchool: String(other),
      trust: '5001',
      otherTrust: '5002',
      partnership: 'own-partnership',
      otherPartnership: 'other-partnership',
      authority: '373',
      sector: 'primary',
    };
  });
  const scopes: Record<string, Scope> = {
    installation: company,
    school: { kind: 'school', id: places.school },
    trust: { kind: 'trust', id: places.trust },
    partnership: { kind: 'partnership', id: places.partnership },
  };
  const actors: Record<string, Actor> = {};
  for (const role of roles)
    actors[role.id] = await aPerson(database, role.id, scopes[role.scope] as Scope, `A ${role.title}`);
  await aPerson(database, 'governor', { kind: 'school', id: places.otherSchool }, 'A governor elsewhere');
  const { signIn } = siteParts(mesters);
  const cookies: Record<string, string> = {};
  for (const [role, { email }] of Object.entries(actors)) {
    const set = await signIn.enterProven(email);
    cookies[role] = set.map((cookie) => cookie.split(';')[0]).join('; ');
  }
  return {
    actors,
    cookies,
    samples: {
      ...places,
      ...(await identifiers(mesters, places)),
      ...(await contracts(mesters, places)),
      ...(await asSystem(database, (tx) => bookingSamples(tx, places))),
      ...(await asSystem(database, (tx) => aGateUnderWay(tx, [Number(places.school), Number(places.otherSchool)]))),
    } as SampleWorld,
  };
}

/** Both schools subscribe; a school beside each has its form. */
const contracts = (
  { database, files, clock }: Mesters,
  at: Record<'school' | 'otherSchool' | 'trust' | 'otherTrust', string>,
) =>
  asSystem(database, (tx) =>
    contractSamples(tx, {
      files,
      clock,
      partnership: 'A partnership',
      own: { school: at.school, trust: at.trust },
      other: { school: at.otherSchool, trust: at.otherTrust },
    }),
  );

async function identifiers(mesters: Mesters, places: { school: string; otherSchool: string }) {
  const { database } = mesters;
  const failedJob = await aFailedJob(database);
  return asSystem(database, async (tx) => {
    // Something that schools can be compared by.
    await anAcceptedRelease(tx, mesters.files, {
      year: 2017,
      figures: [places.school, places.otherSchool].map((urn) => ({
        urn: Number(urn),
        measure: 'ks2-rwm-expected',
        shown: '61%',
        denominator: '30',
      })),
    });
    const letter = await tx.selectFrom('platform.mail').select('id').executeTakeFirstOrThrow();
    const heldIn = (urn: string) =>
      tx
        .selectFrom('schools.role_held')
        .select('id')
        .where('scope_id', '=', urn)
        .where('role', '=', 'governor')
        .executeTakeFirstOrThrow();
    const someone = await tx
      .selectFrom('schools.person')
      .select('email')
      .where('name', '=', 'A headteacher')
      .executeTakeFirstOrThrow();
    return {
      letter: letter.id,
      failedJob,
      readyImport: await aReadyImport(tx),
      readyRelease: await aReadyRelease(tx, mesters.files),
      yearlessRelease: await aYearlessRelease(tx, mesters.files),
      suppliedTable: await aSuppliedTable(tx),
      firstCode: firstCode(mesters.config),
      ...(await offers(tx, mesters)),
      ...(await entitlementSamples(tx, places)),
      ...(await moneySamples(tx, mesters.files, {
        school: Number(places.school),
        otherSchool: Number(places.otherSchool),
      })),
      demonstrationPerson: someone.email,
      roleHeld: (await heldIn(places.school)).id,
      otherRoleHeld: (await heldIn(places.otherSchool)).id,
    };
  });
}

/** The shipped offer as published, and with a note as a file that waits to be published. */
async function offers(tx: Tx, mesters: Mesters) {
  const current = await currentOffer(tx);
  if (!current) throw new Error('No offer is published.');
  const [name] = readdirSync(join(projectRoot, 'offers')).filter((file) => file.endsWith('.yaml'));
  const text = `${readFileSync(join(projectRoot, 'offers', name ?? ''), 'utf8')}\n# With a note.\n`;
  const file = await keepWaiting(tx, mesters.files, 'offer.yaml', text);
  return { offerVersion: current.id, offerFile: file.id };
}

/** As the queue keeps it: nobody but the queue's own functions may write there, so this is written as the session's user. */
async function aFailedJob(database: Database): Promise<string> {
  const id = crypto.randomUUID();
  const connection = await database.source.acquire();
  await connection.query(
    `insert into pgboss.job (id, name, data, state, completed_on, retry_count) values ($1, 'work', '{"kind":"test.failing"}', 'failed', current_timestamp, 5)`,
    [id],
  );
  connection.release();
  return id;
}
