import { isPersistent, isSevere } from '../methods';

/** Which pupils to look at first, from the sessions of each half-term (attendance.md section 2). Pure. */

/** Sessions of one enrolment in one half-term. A session is half a school day. */
export interface HalfTermSessions {
  possible: number;
  absent: number;
  unauthorised: number;
}

/**
 * severe: half or more of the year's sessions missed so far. persistent: a tenth or more. near: not yet, but would be if the year went on as
 * its last half-term did, or with two more days missed. recovering: persistent so far, and under a tenth in the last half-term.
 */
export type Standing = 'severe' | 'persistent' | 'recovering' | 'near' | 'fine';

export interface Watched {
  standing: Standing;
  possible: number;
  absent: number;
  unauthorised: number;
  /** Against the half-term before the last: the difference of the two rates in percentage points, null where there is only one. */
  change: number | null;
  /** Whole sessions that can still be missed in what is left of the year before it is a tenth; null without a number of sessions to come. */
  spare: number | null;
}

/** Two school days. */
const nearSessions = 4;

const rate = ({ absent, possible }: Pick<HalfTermSessions, 'absent' | 'possible'>): number => (absent / possible) * 100;

/**
 * @param halfTerms in their order; one without a possible session is skipped.
 * @param toCome possible sessions in the rest of the year, where they are known.
 */
export function watch(halfTerms: readonly HalfTermSessions[], toCome: number | null): Watched {
  const held = halfTerms.filter(({ possible }) => possible > 0);
  const total = held.reduce(
    (sum, one) => ({
      possible: sum.possible + one.possible,
      absent: sum.absent + one.absent,
      unauthorised: sum.unauthorised + one.unauthorised,
    }),
    { possible: 0, absent: 0, unauthorised: 0 },
  );
  const [last, before] = [held.at(-1), held.at(-2)];
  return {
    ...total,
    standing: standingOf(total, last, held.length > 1, toCome),
    change: last && before ? rate(last) - rate(before) : null,
    spare: toCome === null || total.possible === 0 ? null : spareOf(total, toCome),
  };
}

function standingOf(
  total: HalfTermSessions,
  last: HalfTermSessions | undefined,
  several: boolean,
  toCome: number | null,
): Standing {
  if (!last) return 'fine';
  if (isSevere(total)) return 'severe';
  if (isPersistent(total)) return several && !isPersistent(last) ? 'recovering' : 'persistent';
  const soon = { possible: total.possible + nearSessions, absent: total.absent + nearSessions };
  if (total.absent > 0 && isPersistent(soon)) return 'near';
  if (toCome === null) return 'fine';
  // As the last half-term went, the rest would go: in whole numbers, so that exactly a tenth counts.
  const ahead = {
    possible: (total.possible + toCome) * last.possible,
    absent: total.absent * last.possible + toCome * last.absent,
  };
  return isPersistent(ahead) ? 'near' : 'fine';
}

/** The most further sessions s with (absent + s) * 10 < possible + toCome, not more than there are, not under 0. */
function spareOf({ possible, absent }: HalfTermSessions, toCome: number): number {
  const most = Math.ceil((possible + toCome) / 10) - 1 - absent;
  return Math.max(0, Math.min(toCome, most));
}

const order: readonly Standing[] = ['severe', 'persistent', 'near', 'recovering', 'fine'];

/** The most pressing first: by standing, then by the share of sessions missed, then as given. */
export const inOrderOfNeed = <Of extends { watched: Watched }>(pupils: readonly Of[]): Of[] =>
  [...pupils].sort(
    (a, b) =>
      order.indexOf(a.watched.standing) - order.indexOf(b.watched.standing) ||
      b.watched.absent * a.watched.possible - a.watched.absent * b.watched.possible,
  );
