import { realClock } from '../clock';
import type { Route } from '../web';
import { type Auth, createAuth, organisation, type SignInParts } from './auth';
import { mayAskForCode, signInStanding } from './limit';
import { signInRoutes } from './routes';

export interface SignIn {
  /** Whose session the request carries, or null. The caller asks on each request what that person may do today. */
  email(headers: Headers): Promise<string | null>;
  routes: Route[];
  /**
   * A session without proof, as `Set-Cookie` values: for the demonstration's choice of whom to sign in as. The caller guards it.
   * @throws when `people` does not admit the address.
   */
  demonstrationEntry(email: string): Promise<string[]>;
  /** Ends every session of an address at once. */
  signOutEverywhere(email: string): Promise<void>;
  /** Codes on their way out have gone: before the program stops, and in tests. */
  settled(): Promise<void>;
}

declare module '../database' {
  interface Tables {
    'platform.sign_in_user': { id: string; email: string };
    'platform.sign_in_session': { id: string; user_id: string; updated_at: Temporal.Instant };
  }
}

/** Not used for this long, a session ends, however young. */
const idleHours = 8;

/** The last use is written at most this often, so that reading a page does not write. */
const useNotedEveryMinutes = 5;

export function createSignIn(parts: SignInParts): SignIn {
  const underWay = new Set<Promise<unknown>>();
  const later = (work: Promise<unknown>) => {
    underWay.add(work);
    work.finally(() => underWay.delete(work));
  };
  const auth = createAuth(parts, later, false);
  const cookieName = auth.$context.then((context) => context.authCookies.sessionToken.name);

  return {
    async email(headers) {
      if (!headers.get('cookie')?.includes(await cookieName)) return null;
      const found = await auth.api.getSession({ headers });
      return found && (await noteUse(parts, found.session)) ? found.user.email : null;
    },
    routes: signInRoutes({
      auth,
      organisation: parts.config.oidc ? { name: parts.config.oidc.name, auth: organisationAuth(parts, later) } : null,
      mayAskForCode: (email) => mayAskForCode(parts.database, parts.config.secret(), email),
      secureCookies: parts.config.baseUrl.startsWith('https:'),
    }),
    async demonstrationEntry(email) {
      const { headers } = await auth.api.enterWithoutProof({
        body: { email },
        headers: new Headers(),
        returnHeaders: true,
      });
      return headers.getSetCookie();
    },
    async signOutEverywhere(email) {
      await parts.database.transaction(signInStanding, (tx) =>
        tx
          .deleteFrom('platform.sign_in_session')
          .where(
            'user_id',
            'in',
            tx.selectFrom('platform.sign_in_user').select('id').where('email', '=', email.toLowerCase()),
          )
          .execute(),
      );
    },
    async settled() {
      await Promise.all(underWay);
    },
  };
}

/** @returns false, and ends the session, when it has not been used for too long. */
async function noteUse(
  { database }: SignInParts,
  session: { id: string; updatedAt: { getTime(): number } },
): Promise<boolean> {
  const unused = (realClock.now().epochMilliseconds - session.updatedAt.getTime()) / 60_000;
  if (unused < useNotedEveryMinutes) return true;
  const ended = unused >= idleHours * 60;
  await database.transaction(signInStanding, async (tx) => {
    if (ended) await tx.deleteFrom('platform.sign_in_session').where('id', '=', session.id).execute();
    else
      await tx
        .updateTable('platform.sign_in_session')
        .set({ updated_at: realClock.now() })
        .where('id', '=', session.id)
        .execute();
  });
  return !ended;
}

/**
 * The organisation's service is asked for its description when somebody first signs in with it, not at the start: the site must start without it.
 * @returns null while the service cannot be reached or its description is of no use.
 */
function organisationAuth(parts: SignInParts, later: (work: Promise<unknown>) => void): () => Promise<Auth | null> {
  let known: Promise<Auth | null> | null = null;
  return async () => {
    known ??= (async () => {
      const auth = createAuth(parts, later, true);
      const { socialProviders } = await auth.$context;
      return socialProviders.some((provider) => provider.id === organisation) ? auth : null;
    })();
    const auth = await known;
    if (!auth) known = null;
    return auth;
  };
}
