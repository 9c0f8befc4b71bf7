import type { JobKind } from '../platform/jobs';

/** Every kind of job there is, for the workers. */
export const jobKinds: readonly JobKind<never>[] = [];
