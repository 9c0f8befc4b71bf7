declare module '../platform/web' {
  interface SampleWorld {
    /** A kind of fact of the published offer that simply occurs at a school. */
    factKind: string;
    /** Pools that are only intended: of the asker's own school, and of another. */
    pool: string;
    otherPool: string;
  }
}

export {};
