import { readRows } from './tables';
import source from './tables/exclusion-reasons.csv?raw';

/** Exclusions and suspensions (attendance.md section 4). */
export const exclusionReasons = readRows(source).map((row) => ({
  code: row.code ?? '',
  meaning: row.meaning ?? '',
  to2020: row.used_to_2019_20 === 'Y',
  from2021: row.used_from_2020_21 === 'Y',
}));

/** A reason was not written down. It is counted, so that what is told by reason adds up. */
const noReason = { code: 'none', meaning: 'no reason given', to2020: true, from2021: true };

/** The academic year from which up to three reasons are counted for each event; before there was one (attendance.md section 4). */
export const severalReasonsFrom = 2020;

/** The reasons by which events are counted, each with the years (of the autumn) in which it may be used. */
export const countedReasons = [...exclusionReasons, noReason].map(({ code, meaning, to2020, from2021 }) => ({
  code,
  meaning,
  years: { from: to2020 ? 0 : severalReasonsFrom, ...(from2021 ? {} : { to: severalReasonsFrom - 1 }) },
}));

/**
 * Per 100 pupils on the January roll, unrounded; published to two decimals. `events` counts exclusions and can pass 100, `pupils`
 * counts who had one or more. Null without a roll.
 */
export function exclusionRates({
  roll,
  permanent,
  events,
  pupils,
}: {
  roll: number;
  permanent: number;
  events: number;
  pupils: number;
}) {
  if (roll === 0) return null;
  const rate = (number: number) => (number / roll) * 100;
  return { permanent: rate(permanent), events: rate(events), pupils: rate(pupils) };
}

/** School days lost: two sessions are a day, a lunchtime is half a day. */
export const daysLost = (sessions: number, lunchtimes = 0): number => (sessions + lunchtimes) / 2;
