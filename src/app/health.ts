import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { sees } from '../platform/actor';
import { anyone, type Metrics, type Route, route, sameSample } from '../platform/web';

const text = (body: string, status = 200) =>
  new Response(body, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' } });

/** @param patience milliseconds after which a database that has not answered does not. */
export const healthRoutes = (metrics: Metrics, patience = 3000): Route[] => [
  route({
    method: 'GET',
    path: '/healthz',
    bare: true,
    may: anyone,
    sample: sameSample('/healthz'),
    handle: async () => text('alive\n'),
  }),
  route({
    method: 'GET',
    path: '/readyz',
    bare: true,
    may: anyone,
    sample: sameSample('/readyz'),
    async handle(req) {
      try {
        await Promise.race([req.tx((tx) => sql`select 1`.execute(tx)), tooLong(patience)]);
        return text('ready\n');
      } catch (error) {
        req.mesters.log.error('not ready', error);
        return text('the database does not answer\n', 503);
      }
    },
  }),
  route({
    method: 'GET',
    path: '/metrics',
    may: (actor) => sees(actor, 'installation/*'),
    sample: sameSample('/metrics'),
    handle: async () => text(metrics.text()),
  }),
];

const tooLong = async (patience: number): Promise<never> => {
  await setTimeout(patience, undefined, { ref: false });
  throw new Error('The database took too long.');
};
