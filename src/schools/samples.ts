declare module '../platform/web' {
  /** What samples of this module's routes name. `own` is where the asker belongs, `other` where somebody else does. */
  interface SampleWorld {
    /** URNs of two open schools with a pupil number. */
    school: string;
    otherSchool: string;
    /** UIDs of the trusts that run them. */
    trust: string;
    otherTrust: string;
    /** Identifiers of the partnerships they are in. */
    partnership: string;
    otherPartnership: string;
    /** Roles held in the schools, by somebody who is not asking, without an end: `role_held.id`. */
    roleHeld: string;
    otherRoleHeld: string;
  }
}

export {};
