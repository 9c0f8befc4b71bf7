import { bookingJobs } from '../bookings';
import { dataJobs, packJobs } from '../data';
import { entitlementsJobs } from '../entitlements';
import { fileJobs } from '../platform/files';
import type { JobKind } from '../platform/jobs';
import { mailJobs } from '../platform/mail';
import { importJobs } from '../schools';
import { beginSubscription, contractJobs, moneyJobs } from '../subscriptions';

/** The kinds of job that an installation has in its everyday life: all but those that make a demonstration of it and move its day. */
export const everydayJobs: readonly JobKind<never>[] = [
  ...mailJobs,
  ...fileJobs,
  ...importJobs,
  ...dataJobs,
  ...packJobs,
  ...entitlementsJobs,
  ...contractJobs,
  ...moneyJobs,
  ...bookingJobs,
  beginSubscription,
];
