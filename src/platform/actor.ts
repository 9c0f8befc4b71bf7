/** A role that a person holds today. The names of roles belong to `schools`; here they are words. */
export interface HeldRole {
  role: string;
  /** What it is a role in: 'installation' (the company), or a school, trust or partnership by its identifier. */
  scope: { kind: 'installation'; id: null } | { kind: 'school' | 'trust' | 'partnership'; id: string };
}

/** Somebody who has signed in, as they stand on this request: roles and levels are read anew each time, so a leaver is out at once. */
export interface Actor {
  personId: string;
  name: string;
  email: string;
  roles: readonly HeldRole[];
  /** What row-level security lets them see: 'staff', 'school/100001', 'audit/*'. Worked out from the roles by `schools`. */
  sees: readonly string[];
}

/** The actor, or null for a visitor who has not signed in. */
export type Anyone = Actor | null;

/** Row-level security would let them see a row of this level. */
export const sees = (actor: Anyone, ...levels: string[]): boolean =>
  levels.some((level) => actor?.sees.includes(level));
