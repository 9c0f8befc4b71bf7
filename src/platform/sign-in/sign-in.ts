import { realClock } from '../clock';
import type { Database } from '../database';
import type { Route } from '../web';
import { type Auth, createAuth, organisation, type SignInParts } from './auth';
import { signInStanding, waitForCode } from './limit';
import { signInRoutes } from './routes';

export interface SignIn {
  /** Whose session the request carries, or null. The caller asks on each request what that person may do today. */
  email(headers: Headers): Promise<string | null>;
  routes: Route[];
  /**
   * A session for somebody whose right to it the caller has proved or guards, as `Set-Cookie` values: the first administrator's one-time
   * code, and the demonstration's choice of whom to be.
   * @throws when `people` does not admit the address.
   */
  enterProven(email: string): Promise<string[]>;
  /** Ends every session of an address at once. */
  signOutEverywhere(email: string): Promise<void>;
  /** Codes on their way out have gone: before the program stops, and in tests. */
  settled(): Promise<void>;
}

declare module '../database' {
  interface Tables {
    'platform.sign_in_user': { id: string; email: string };
    'platform.sign_in_session': {
      id: string;
      user_id: string;
      token: string;
      expires_at: Temporal.Instant;
      updated_at: Temporal.Instant;
    };
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
  const signOutEverywhere = (email: string) => endSessionsOf(parts.database, email);

  return {
    async email(headers) {
      const token = await auth.api.sessionToken({ headers });
      return token ? ownerOf(parts.database, token) : null;
    },
    routes: signInRoutes({
      auth,
      organisation: parts.config.oidc ? { name: parts.config.oidc.name, auth: organisationAuth(parts, later) } : null,
      waitForCode: (email) => waitForCode(parts.database, parts.config.secret(), email),
      signOutEverywhere,
      secureCookies: parts.config.baseUrl.startsWith('https:'),
    }),
    async enterProven(email) {
      const enter = () => auth.api.enterWithoutProof({ body: { email }, headers: new Headers(), returnHeaders: true });
      // Two first sign-ins at once both make the account: whoever comes second finds it.
      const { headers } = await enter().catch((error: { constraint?: string }) => {
        if (error.constraint === 'sign_in_user_email_key') return enter();
        throw error;
      });
      return headers.getSetCookie();
    },
    signOutEverywhere,
    async settled() {
      await Promise.all(underWay);
    },
  };
}

/** Whose session this is, noting that it is used, or null when it has ended. One transaction: every page asks. */
function ownerOf(database: Database, token: string): Promise<string | null> {
  const now = realClock.now();
  return database.transaction(signInStanding, async (tx) => {
    const session = await tx
      .selectFrom('platform.sign_in_session as session')
      .innerJoin('platform.sign_in_user as user', 'user.id', 'session.user_id')
      .select(['session.id', 'session.expires_at', 'session.updated_at', 'user.email'])
      .where('session.token', '=', token)
      .executeTakeFirst();
    if (!session) return null;
    const unused = session.updated_at.until(now).total('minutes');
    if (unused >= idleHours * 60 || Temporal.Instant.compare(session.expires_at, now) <= 0) {
      await tx.deleteFrom('platform.sign_in_session').where('id', '=', session.id).execute();
      return null;
    }
    if (unused >= useNotedEveryMinutes)
      await tx.updateTable('platform.sign_in_session').set({ updated_at: now }).where('id', '=', session.id).execute();
    return session.email;
  });
}

async function endSessionsOf(database: Database, email: string): Promise<void> {
  await database.transaction(signInStanding, (tx) => {
    const user = tx.selectFrom('platform.sign_in_user').select('id').where('email', '=', email.toLowerCase());
    return tx.deleteFrom('platform.sign_in_session').where('user_id', 'in', user).execute();
  });
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
    })().catch(() => null);
    const auth = await known;
    if (!auth) known = null;
    return auth;
  };
}
