import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { makeFolder } from './folder';

/** The folder of the project itself: where `migrations/`, `offers/` and `build/` stand. Works from the sources and from the bundle. */
export const projectRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

const portWords = 'is the number of a port, 0 to 65535, such as 3000';

/** Set in `MESTERS_…` or the customary names; documented in `docs/how-to/configure.md`. */
const settings = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number(portWords).int(portWords).min(0, portWords).max(65535, portWords).default(3000),
  BASE_URL: z.url().optional(),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'is the address of a PostgreSQL server: postgres://user:password@host:5432/name',
    })
    .optional(),
  MESTERS_DATA: z.string().default(join(projectRoot, 'var')),
  MESTERS_SECRET: z.string().min(32).optional(),
  SMTP_URL: z.url().optional(),
  MAIL_FROM: z.string().default('Mesters <no-reply@mesters.example>'),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().default('your organisation'),
  S3_ENDPOINT: z.url().optional(),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().default('auto'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  MESTERS_TRUST_PROXY: z.enum(['0', '1']).default('0'),
});

export interface Config {
  host: string;
  port: number;
  /** The address people use, without a slash at the end. */
  baseUrl: string;
  databaseUrl: string | null;
  /** Where PGlite, files and the lock live. */
  dataDir: string;
  smtpUrl: string | null;
  mailFrom: string;
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | null;
  s3: { endpoint: string; bucket: string; region: string; accessKeyId: string; secretAccessKey: string } | null;
  /** True behind a proxy that sets X-Forwarded-For, so that rate limits see the visitor and not the proxy. */
  trustProxy: boolean;
  /** What signs the session cookies. Made once and kept in the data folder unless given. */
  secret(): string;
  /** It is set, and not kept in the data folder. */
  secretGiven: boolean;
}

/**
 * Reads the environment once. An empty variable counts as not set.
 * @throws Error naming every setting that is wrong, in words an administrator understands.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The configuration is wrong. ${faults.join('. ')}.`);
  }
  const s = parsed.data;
  const dataDir = resolve(s.MESTERS_DATA);
  return {
    host: s.HOST,
    port: s.PORT,
    baseUrl: (s.BASE_URL ?? addressOf(s.HOST, s.PORT)).replace(/\/$/, ''),
    databaseUrl: s.DATABASE_URL ?? null,
    dataDir,
    smtpUrl: s.SMTP_URL ?? null,
    mailFrom: s.MAIL_FROM,
    oidc: group(
      'OpenID Connect',
      'OIDC',
      { issuer: s.OIDC_ISSUER, clientId: s.OIDC_CLIENT_ID, clientSecret: s.OIDC_CLIENT_SECRET },
      { name: s.OIDC_NAME },
    ),
    s3: group(
      'The file store',
      'S3',
      {
        endpoint: s.S3_ENDPOINT,
        bucket: s.S3_BUCKET,
        accessKeyId: s.S3_ACCESS_KEY_ID,
        secretAccessKey: s.S3_SECRET_ACCESS_KEY,
      },
      { region: s.S3_REGION },
    ),
    trustProxy: s.MESTERS_TRUST_PROXY === '1',
    secret: () => s.MESTERS_SECRET ?? keptSecret(dataDir),
    secretGiven: s.MESTERS_SECRET !== undefined,
  };
}

/** The address to open for a place to listen on. A name where there is one: passkeys belong to names, not to numbers. */
export const addressOf = (host: string, port: number): string =>
  `http://${host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;

/** All of a group of settings or none: half of them is a mistake worth stopping for. */
function group<Needed extends Record<string, string | undefined>, Extra>(
  what: string,
  prefix: string,
  needed: Needed,
  extra: Extra,
) {
  const missing = Object.entries(needed).filter(([, value]) => value === undefined);
  if (missing.length === Object.keys(needed).length) return null;
  if (missing.length > 0) {
    const names = missing.map(([key]) => `${prefix}_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`);
    throw new Error(`${what} is half configured: set ${names.join(', ')} too, or none of its settings.`);
  }
  return { ...(needed as { [K in keyof Needed]: string }), ...extra };
}

function keptSecret(dataDir: string): string {
  const path = join(dataDir, 'secret');
  if (!existsSync(path)) {
    makeFolder(dataDir);
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600 });
  }
  return readFileSync(path, 'utf8').trim();
}

function findRoot(from: string): string {
  let folder = from;
  while (!existsSync(join(folder, 'package-lock.json'))) {
    if (dirname(folder) === folder) throw new Error(`No project folder above ${from}.`);
    folder = dirname(folder);
  }
  return folder;
}
