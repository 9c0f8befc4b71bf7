import type { JobKind } from '../platform/jobs';
import { buildDemonstration, moveDay } from './demonstration/job';
import { everydayJobs } from './work';

/** Every kind of job there is, for the workers. */
export const jobKinds: readonly JobKind<never>[] = [...everydayJobs, buildDemonstration, moveDay];
