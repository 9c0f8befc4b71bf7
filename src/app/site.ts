import type { Hono } from 'hono';
import type { Anyone } from '../platform/actor';
import { recordDeed } from '../platform/audit';
import { systemStanding } from '../platform/database';
import { sendMail } from '../platform/mail';
import type { Mesters } from '../platform/mesters';
import { createSignIn, type SignIn } from '../platform/sign-in';
import { createMetrics, createWeb, type Route } from '../platform/web';
import { actorByEmail, mayEnter } from '../schools';
import { shellOf } from './navigation';
import { allRoutes } from './routes';

const waysIn = {
  code: 'a code sent by email',
  passkey: 'a passkey',
  organisation: 'their organisation',
  proven: 'the one-time code, or by choosing in the demonstration',
};

/** The whole site of an installation, as a function from request to answer. */
export function createSite(mesters: Mesters): Hono {
  const { routes, findActor, metrics } = siteParts(mesters);
  return createWeb({ mesters, routes, findActor, shell: shellOf, metrics });
}

/** Its parts, for the permission test, which puts an actor of its own in place of sign-in. */
export function siteParts(mesters: Mesters): {
  routes: Route[];
  findActor: (headers: Headers) => Promise<Anyone>;
  metrics: ReturnType<typeof createMetrics>;
  signIn: SignIn;
} {
  const { database, clock, config } = mesters;
  const entering = () => ({ ...systemStanding(clock), role: 'web' as const });
  const signIn = createSignIn({
    config,
    log: mesters.log,
    database,
    people: {
      mayEnter: (email) => database.transaction(entering(), (tx) => mayEnter(tx, email)),
      entered: (email, how) =>
        database.transaction(entering(), async (tx) => {
          const actor = await actorByEmail(tx, email);
          await recordDeed(
            tx,
            { actor, clock },
            {
              action: 'platform.signed-in',
              kind: 'sign-in',
              scope: 'installation',
              about: `Signed in by ${waysIn[how]}`,
            },
          );
        }),
    },
    async sendCode(email, code) {
      const { name } = await mesters.installation();
      await database.transaction(entering(), (tx) =>
        sendMail(tx, {
          to: email,
          subject: `${code} is your code for ${name || 'Mesters'}`,
          text: `Your code is ${code}. It works for ten minutes, once.\n\nIf you did not ask for it, you can ignore this message.`,
          kind: 'secret',
        }),
      );
    },
  });
  const metrics = createMetrics();
  const findActor = async (headers: Headers): Promise<Anyone> => {
    if (!headers.has('cookie')) return null;
    const email = await signIn.email(headers);
    return email ? database.transaction(entering(), (tx) => actorByEmail(tx, email)) : null;
  };
  return { routes: allRoutes({ signIn, metrics }), findActor, metrics, signIn };
}
