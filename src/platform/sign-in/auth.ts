import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { APIError, createAuthEndpoint, isAPIError } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { emailOTP, genericOAuth } from 'better-auth/plugins';
import { z } from 'zod';
import { realClock } from '../clock';
import type { Config } from '../config';
import { type Database, signInKysely } from '../database';
import type { Log } from '../log';
import { tidySessions } from './limit';
import { tables, withDates } from './tables';

/** What sign-in asks of whoever knows the people; the platform knows none. */
export interface People {
  /** An invited person with a role that runs today has this address. Asked again at every sign-in. */
  mayEnter(email: string): Promise<boolean>;
  /** Somebody has just signed in: for the record of what was done. */
  entered(email: string, how: HowEntered): Promise<void>;
}

export type HowEntered = 'code' | 'passkey' | 'organisation' | 'proven';

export interface SignInParts {
  config: Pick<Config, 'baseUrl' | 'oidc' | 'secret'>;
  database: Database;
  people: People;
  /** Sends the code to the address. Called only for addresses that may enter, after the page has been answered. */
  sendCode(email: string, code: string): Promise<void>;
  log: Log;
}

/** The organisation's sign-in service, as the library names it in `/sign-in/callback/organisation`. */
export const organisation = 'organisation';

export const codeMinutes = 10;
const codeTries = 5;
const sessionHours = 12;

export type Auth = ReturnType<typeof createAuth>;

/**
 * The library that keeps sessions, set to our rules. Nothing of it is mounted: routes call `auth.api`.
 * @param later takes work that must not keep the visitor waiting (and so tell known addresses from unknown ones by time).
 * @param withOrganisation reads the organisation's service description over the network: only where it is needed.
 */
export function createAuth(parts: SignInParts, later: (work: Promise<unknown>) => void, withOrganisation: boolean) {
  const { config, people } = parts;
  const secret = config.secret();
  const https = config.baseUrl.startsWith('https:');
  const { oidc } = config;
  return betterAuth({
    appName: 'Mesters',
    baseURL: config.baseUrl,
    basePath: '/sign-in',
    secret,
    // Each statement is a transaction of its own, so that `people` may be asked between two of them: PGlite has one connection.
    database: {
      db: withDates(signInKysely(parts.database.source, realClock)) as never,
      type: 'postgres',
      transaction: false,
    },
    user: tables.user,
    session: {
      ...tables.session,
      expiresIn: sessionHours * 3600,
      disableSessionRefresh: true,
      // A session ends within the day; a passkey may be added at any time in it.
      freshAge: 0,
    },
    account: {
      ...tables.account,
      updateAccountOnSignIn: false,
      storeStateStrategy: 'cookie',
      accountLinking: { enabled: true, trustedProviders: [organisation] },
    },
    verification: tables.verification,
    plugins: [
      emailOTP({
        otpLength: 6,
        expiresIn: codeMinutes * 60,
        allowedAttempts: codeTries,
        // Keyed: six digits behind a plain hash are found by trying them all.
        storeOTP: { hash: async (code) => createHmac('sha256', secret).update(`code:${code}`).digest('base64url') },
        async sendVerificationOTP({ email, otp }) {
          if (await people.mayEnter(email)) await parts.sendCode(email, otp);
        },
      }),
      passkey({
        ...relyingParty(config.baseUrl),
        rpName: 'Mesters',
        schema: { passkey: tables.passkey },
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          afterVerification: ({ verification }) => demandPerson(verification.registrationInfo?.userVerified),
        },
        authentication: {
          afterVerification: ({ verification }) => demandPerson(verification.authenticationInfo.userVerified),
        },
      }),
      serverOnly,
      ...(oidc && withOrganisation ? [organisationService(oidc)] : []),
    ],
    databaseHooks: {
      user: {
        create: {
          async before(user) {
            await refuseStrangers(people, user.email);
            return { data: { ...user, name: '', image: null } };
          },
        },
      },
      account: {
        create: {
          before: async (account) => ({
            data: {
              ...account,
              accessToken: null,
              refreshToken: null,
              idToken: null,
              accessTokenExpiresAt: null,
              refreshTokenExpiresAt: null,
            },
          }),
        },
      },
      session: {
        create: {
          // Every way in comes through here, so a person who has ended is refused by passkey and organisation too.
          async before(session, context) {
            const user = await context?.context.internalAdapter.findUserById(session.userId);
            await refuseStrangers(people, user?.email);
            return { data: { ...session, ipAddress: '', userAgent: '' } };
          },
          async after(session, context) {
            const user = await context?.context.internalAdapter.findUserById(session.userId);
            if (user) await people.entered(user.email, waysIn[context?.path ?? ''] ?? 'proven');
            await tidySessions(parts.database);
          },
        },
      },
    },
    advanced: {
      // `__Host-` ties a cookie to this host and to https; the library itself knows only `__Secure-`.
      useSecureCookies: false,
      cookiePrefix: https ? '__Host-mesters' : 'mesters',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: https, path: '/' },
      // The tables are made by our migration, and a test compares them: no need to read the catalogue at each start.
      database: { generateId: () => crypto.randomUUID(), validateSchema: false },
      backgroundTasks: { handler: later },
    },
    onAPIError: { errorURL: '/sign-in?problem=organisation' },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message, ...rest) =>
        parts.log.error('sign-in', rest.find((item) => item instanceof Error) ?? new Error(message)),
    },
  });
}

const waysIn: Record<string, HowEntered> = {
  '/sign-in/email-otp': 'code',
  '/passkey/verify-authentication': 'passkey',
  '/callback/:id': 'organisation',
};

export const notInvited = 'NOT_INVITED';

/** The library's reason for a refusal, or null when the error is a surprise. */
export const refusalOf = (error: unknown): string | null =>
  isAPIError(error) ? String((error as { body?: { code?: unknown } }).body?.code ?? 'UNKNOWN') : null;

async function refuseStrangers(people: People, email: string | undefined): Promise<void> {
  if (!email || !(await people.mayEnter(email)))
    throw new APIError('FORBIDDEN', { code: notInvited, message: 'No current role.' });
}

/** A passkey stands for the whole sign-in, so its device must have recognised the person (PIN, finger, face). */
async function demandPerson(verified: boolean | undefined): Promise<void> {
  if (!verified)
    throw new APIError('BAD_REQUEST', {
      code: 'PERSON_NOT_VERIFIED',
      message: 'The device did not recognise the person.',
    });
}

/** Passkeys belong to a host name. A server that is known only by a loopback number is `localhost` to them. */
function relyingParty(baseUrl: string): { rpID: string; origin: string } {
  const url = new URL(baseUrl);
  if (isIP(url.hostname.replace(/^\[|\]$/g, ''))) url.hostname = 'localhost';
  return { rpID: url.hostname, origin: url.origin };
}

/**
 * Any OpenID Connect service that describes itself. An address that the service calls unverified is refused;
 * one about which it says nothing is believed, because the administrator chose this one issuer.
 */
const organisationService = (oidc: NonNullable<Config['oidc']>) =>
  genericOAuth({
    config: [
      {
        providerId: organisation,
        discoveryUrl: `${bare(oidc.issuer)}/.well-known/openid-configuration`,
        clientId: oidc.clientId,
        clientSecret: oidc.clientSecret,
        scopes: ['openid', 'email'],
        pkce: true,
        requireIdTokenVerification: true,
        accountSubject: ({ tokens, profile }) => subjectOf(tokens.idToken, oidc.issuer, profile.sub),
        mapProfileToUser(profile) {
          if (profile.email_verified === false)
            throw new APIError('FORBIDDEN', { code: notInvited, message: 'The address is not verified.' });
          return { emailVerified: true };
        },
      },
    ],
  });

/**
 * Who the signed token, which has been checked, is about. It must come from the issuer that the administrator chose, not from another that is
 * named in what was found at its address, and be about the person whom the service describes.
 */
function subjectOf(idToken: string | undefined, issuer: string, described: unknown): string {
  const { iss, sub } = z
    .object({ iss: z.string(), sub: z.string().min(1) })
    .parse(JSON.parse(Buffer.from(idToken?.split('.')[1] ?? '', 'base64url').toString()));
  if (bare(iss) !== bare(issuer)) throw new Error(`The service signs as ${iss}; OIDC_ISSUER names another.`);
  if (sub !== described) throw new Error('The service signed for one person and described another.');
  return sub;
}

const bare = (issuer: string): string => issuer.replace(/\/$/, '');

/** What only the server can call: these have no path. */
const serverOnly = {
  id: 'server-only',
  endpoints: {
    /** The token in the request's session cookie when our signature on it is good. */
    sessionToken: createAuthEndpoint.serverOnly({ method: 'GET', requireHeaders: true }, async (ctx) => {
      const { name } = ctx.context.authCookies.sessionToken;
      return (await ctx.getSignedCookie(name, ctx.context.secret)) || null;
    }),
    /** Makes a session for an address that somebody else has vouched for. */
    enterWithoutProof: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ email: z.string() }) },
      async (ctx) => {
        const email = ctx.body.email.toLowerCase();
        const { internalAdapter } = ctx.context;
        const known = await internalAdapter.findUserByEmail(email);
        const user =
          known?.user ??
          (await internalAdapter.createUser({ email, emailVerified: true, name: '' }, { method: 'email-otp' }));
        const session = await internalAdapter.createSession(user.id);
        await setSessionCookie(ctx, { session, user });
        return ctx.json({ email });
      },
    ),
  },
};
