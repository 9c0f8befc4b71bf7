import { realClock } from './clock';

/** One line of JSON an event on standard error. Never personal data: no name, address, e-mail, body, query or address of a visitor. */
export interface Log {
  info(event: string, facts?: Facts): void;
  error(event: string, error: unknown, facts?: Facts): void;
}

type Facts = Record<string, string | number | boolean | null>;

export function createLog(write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  const put = (level: string, event: string, facts: Facts) =>
    write(`${JSON.stringify({ at: realClock.now().toString(), level, event, ...facts })}\n`);
  return {
    info: (event, facts = {}) => put('info', event, facts),
    error(event, error, facts = {}) {
      put('error', event, { ...facts, ...describe(error) });
    },
  };
}

/** Writes nothing: for commands, whose output is their result, and for tests. */
export const silentLog: Log = { info: () => {}, error: () => {} };

/** The kind and place of an error. A database's message may quote a row, so only its code and constraint are kept. */
function describe(error: unknown): Facts {
  if (!(error instanceof Error)) return { error: 'thrown value' };
  const { code, constraint, table } = error as Error & { code?: unknown; constraint?: unknown; table?: unknown };
  const fromDatabase = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
  return {
    error: error.name,
    ...(fromDatabase
      ? { code, constraint: String(constraint ?? ''), table: String(table ?? '') }
      : { message: withoutValues(error.message) }),
    stack: frames.join(' < '),
  };
}

/** Addresses, quoted values and long numbers never reach the log. */
const withoutValues = (message: string): string =>
  message
    .replace(/\S+@\S+/g, '[address]')
    .replace(/(["'`]).*?\1/g, '[value]')
    .replace(/\d{4,}/g, '[number]')
    .slice(0, 300);
