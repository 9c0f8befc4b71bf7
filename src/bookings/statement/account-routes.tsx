import { accountsById, poolsOf } from '../../entitlements';
import { currentOffer, offerOfVersion } from '../../offer';
import type { Tx } from '../../platform/database';
import { notFound, page, type Req, type Route, route, signedIn } from '../../platform/web';
import { lineage, schoolHead } from '../../schools';
import { AccountPage } from './account-page';
import { holdsOf, postingsOf } from './queries';

declare module '../../platform/web' {
  interface SampleWorld {
    /** Accounts of the asker's school and of another. */
    account: string;
    otherAccount: string;
  }
}

export const accountRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/accounts/:id',
    may: signedIn,
    sample: (world) => ({
      own: { path: `/accounts/${world.account}` },
      other: { path: `/accounts/${world.otherAccount}` },
    }),
    handle: showAccount,
  }),
];

/** How many postings a page of an account shows. */
const perPage = 50;

async function showAccount(req: Req): Promise<Response> {
  const id = /^\d{1,15}$/.test(req.params.id ?? '') ? Number(req.params.id) : null;
  const before = /^\d{1,15}$/.exec(req.query.get('before') ?? '')?.[0];
  const found = await req.tx(async (tx) => {
    const [account] = id === null ? [] : await accountsById(tx, [id]);
    if (!account) return null;
    const published = (account.offerId && (await offerOfVersion(tx, account.offerId))) || (await currentOffer(tx));
    if (!published) return null;
    const postings = await postingsOf(tx, account.id, before ? Number(before) : null, perPage + 1);
    return {
      account,
      offer: published.offer,
      owner: await ownerOf(tx, account.holder),
      postings: postings.slice(0, perPage),
      holds: before ? [] : await holdsOf(tx, account.id, perPage),
      older: postings.length > perPage ? (postings[perPage - 1]?.id ?? null) : null,
    };
  });
  if (!found) return notFound(req);
  const { owner, account } = found;
  const crumbs =
    owner.urn === null
      ? []
      : [
          { text: owner.name, href: `/schools/${owner.urn}` },
          { text: 'Statement', href: `/schools/${owner.urn}/statement?year=${account.year.replace('/', '-')}` },
        ];
  return page(
    req,
    { title: `Every movement: ${owner.name}, ${account.year}`, breadcrumbs: crumbs },
    <AccountPage {...found} newestShown={!before} />,
  );
}

/** Whose account it is, in words: a school under its number of today. */
async function ownerOf(
  tx: Tx,
  { kind, id }: { kind: string; id: string },
): Promise<{ name: string; urn: number | null }> {
  if (kind === 'school') {
    const line = await lineage(tx, Number(id));
    const urn = line.at(-1) ?? Number(id);
    return { urn, name: (await schoolHead(tx, urn))?.name ?? `URN ${urn}` };
  }
  if (kind === 'pool') return { urn: null, name: (await poolsOf(tx, { id }))[0]?.name ?? 'A pool' };
  if (kind === 'trust') return { urn: null, name: (await trustName(tx, Number(id))) ?? id };
  const row = await tx.selectFrom('schools.partnership').select('name').where('id', '=', id).executeTakeFirst();
  return { urn: null, name: row?.name ?? id };
}

export const trustName = async (tx: Tx, uid: number): Promise<string | null> =>
  (await tx.selectFrom('schools.current_trust').select('name').where('uid', '=', uid).executeTakeFirst())?.name ?? null;
