import type { Kysely, KyselyPlugin } from 'kysely';
import { legacyDate } from '../clock';

/** Our names for the library's tables and columns (migrations/0002_platform_sign_in.sql). */
const times = { createdAt: 'created_at', updatedAt: 'updated_at' };

export const tables = {
  user: { modelName: 'sign_in_user', fields: { emailVerified: 'email_verified', ...times } },
  session: {
    modelName: 'sign_in_session',
    fields: { userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', ...times },
  },
  account: {
    modelName: 'sign_in_account',
    fields: {
      userId: 'user_id',
      providerId: 'provider_id',
      accountId: 'account_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...times,
    },
  },
  verification: { modelName: 'sign_in_verification', fields: { expiresAt: 'expires_at', ...times } },
  passkey: {
    modelName: 'sign_in_passkey',
    fields: {
      userId: 'user_id',
      publicKey: 'public_key',
      credentialID: 'credential_id',
      deviceType: 'device_type',
      backedUp: 'backed_up',
      createdAt: 'created_at',
    },
  },
} as const;

/** The library reckons in `Date`, our parsers give `Temporal.Instant`: rows are turned on their way to it, nowhere else. */
export const withDates = <T>(kysely: Kysely<T>): Kysely<T> => kysely.withPlugin(instantsAsDates);

const instantsAsDates: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => ({
    ...result,
    rows: result.rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, asDate(value)])),
    ),
  }),
};

const asDate = (value: unknown): unknown => (value instanceof Temporal.Instant ? legacyDate(value) : value);
