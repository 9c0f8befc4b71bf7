/** Refused, cut off, or not found on the network; the server starts, stops, or has no connection left. */
const away = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['57P01', '57P02', '57P03', '53300'],
]);

/** The driver's own words for a connection that went, which has no code. */
const cutOff = /^Connection terminated|^Client has encountered a connection error/;

/** True when the database cannot be reached just now: what waiting mends, and no mistake of the program. */
export function databaseIsAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return (code !== undefined && away.has(code)) || cutOff.test(error.message);
}
