import type { JobKind } from '../../platform/jobs';
import { retellJobs } from './retell';
import { yearJobs } from './years';

/** The jobs of contracts, for the worker. */
export const contractJobs: readonly JobKind<never>[] = [...retellJobs, ...yearJobs];
