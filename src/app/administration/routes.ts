import { runAgain } from '../../platform/jobs';
import { fileRoutes, notFound, type Route, redirect, route, sameSample } from '../../platform/web';
import { auditFile, auditPage } from './audit';
import { jobsFile, jobsPage } from './jobs';
import { letterPage, lettersFile, lettersPage } from './letters';
import { readsAudit, readsMail, seesJobs } from './tabs';

/** What was done and by whom, letters, background work. */
export const administrationRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/administration',
    may: readsAudit,
    sample: sameSample('/administration'),
    handle: auditPage,
  }),
  ...fileRoutes({
    path: '/administration/audit',
    may: readsAudit,
    sample: () => ['/administration/audit', '/administration/audit'],
    file: auditFile,
  }),
  route({
    method: 'GET',
    path: '/administration/letters',
    may: readsMail,
    sample: sameSample('/administration/letters'),
    handle: lettersPage,
  }),
  ...fileRoutes({
    path: '/administration/letters',
    may: readsMail,
    sample: () => ['/administration/letters', '/administration/letters'],
    file: lettersFile,
  }),
  route({
    method: 'GET',
    path: '/administration/letters/:id',
    may: readsMail,
    sample: (world) => ({
      own: { path: `/administration/letters/${world.letter}` },
      other: { path: `/administration/letters/${world.letter}` },
    }),
    handle: letterPage,
  }),
  route({
    method: 'GET',
    path: '/administration/jobs',
    may: seesJobs,
    sample: sameSample('/administration/jobs'),
    handle: jobsPage,
  }),
  ...fileRoutes({
    path: '/administration/jobs',
    may: seesJobs,
    sample: () => ['/administration/jobs', '/administration/jobs'],
    file: jobsFile,
  }),
  route({
    method: 'POST',
    path: '/administration/jobs/:id/again',
    may: seesJobs,
    sample: (world) => ({
      own: { path: `/administration/jobs/${world.failedJob}/again` },
      other: { path: `/administration/jobs/${world.failedJob}/again` },
    }),
    async handle(req) {
      const again = await req.tx((tx) => runAgain(tx, req.params.id ?? ''));
      return again ? redirect('/administration/jobs', { notice: 'It will be tried again now.' }) : notFound(req);
    },
  }),
];

declare module '../../platform/web' {
  interface SampleWorld {
    letter: string;
    failedJob: string;
  }
}
