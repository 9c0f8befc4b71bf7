import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import { notFound, type Req, redirect, type SignedIn } from '../../platform/web';
import { type SchoolHead, schoolHead } from '../../schools';
import { acceptedAt } from './service';

interface Opened<Found> {
  action: string;
  kind: 'view' | 'export';
  /** What was opened, for the record that a head reads: "Pupils to watch, 2018/19." Never a pupil. */
  about: (found: Found) => string;
}

/**
 * The one way to a page or a file of pupils of a school: whoever asks has accepted the terms, and what was opened is written down in the
 * transaction that read it. Nothing found is nothing written.
 */
export async function withPupils<Found>(
  req: Req,
  urn: number,
  { action, kind, about }: Opened<Found>,
  read: (tx: Tx, school: SchoolHead) => Promise<Found | null>,
  answer: (found: Found, school: SchoolHead) => Response | Promise<Response>,
): Promise<Response> {
  const { actor, clock } = req as SignedIn;
  const found = await req.tx(async (tx) => {
    if ((await acceptedAt(tx, actor.personId)) === null) return 'terms' as const;
    const school = await schoolHead(tx, urn);
    const value = school && (await read(tx, school));
    if (school === null || value === null) return null;
    await recordDeed(tx, { actor, clock }, { action, kind, about: about(value), scope: `school/${urn}` });
    return { value, school };
  });
  if (found === 'terms')
    return redirect(`/data-sharing-terms?returnTo=${encodeURIComponent(req.url.pathname + req.url.search)}`);
  return found === null ? notFound(req) : answer(found.value, found.school);
}
