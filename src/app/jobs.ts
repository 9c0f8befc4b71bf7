import { bookingJobs } from '../bookings';
import { entitlementsJobs } from '../entitlements';
import { fileJobs } from '../platform/files';
import type { JobKind } from '../platform/jobs';
import { mailJobs } from '../platform/mail';
import { importJobs } from '../schools';
import { beginSubscription, contractJobs, moneyJobs } from '../subscriptions';
import { buildDemonstration } from './demonstration/job';

/** Every kind of job there is, for the workers. */
export const jobKinds: readonly JobKind<never>[] = [
  ...mailJobs,
  ...fileJobs,
  ...importJobs,
  ...entitlementsJobs,
  ...contractJobs,
  ...moneyJobs,
  ...bookingJobs,
  beginSubscription,
  buildDemonstration,
];
