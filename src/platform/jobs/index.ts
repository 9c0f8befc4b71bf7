export { enqueue, enqueueMany, isPending, type When } from './enqueue';
export { inTurn, withoutJobs } from './in-turn';
export { defineJob, type JobKind, type Work } from './kinds';
export { type FailedJob, failedJobs, type JobCount, jobCounts, type Progress, progressOf, runAgain } from './look';
export { createJobs, type Jobs } from './worker';
