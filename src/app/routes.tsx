import { bookingsRoutes } from '../bookings';
import {
  attendanceRoutes,
  compareRoutes,
  earlyRoutes,
  exclusionRoutes,
  ownRoutes,
  packRoutes,
  releaseRoutes,
  schoolDataRoutes,
  similarRoutes,
  suppliedRoutes,
  termsRoutes,
} from '../data';
import { entitlementsRoutes } from '../entitlements';
import { offerRoutes, sayUnreadableOffer } from '../offer';
import type { SignIn } from '../platform/sign-in';
import { DesignPage, PageHeading } from '../platform/ui';
import { anyone, type Metrics, page, type Route, route, sameSample } from '../platform/web';
import { schoolsRoutes } from '../schools';
import { subscriptionsRoutes } from '../subscriptions';
import { administrationRoutes } from './administration/routes';
import { demonstrationRoutes } from './demonstration/pages';
import { healthRoutes } from './health';
import { searchRoutes } from './search';
import { startRoutes } from './start';

/** Every route of the site. The permission test walks this list. */
export function allRoutes(parts: { signIn: SignIn; metrics: Metrics }): Route[] {
  return sayUnreadableOffer([
    ...startRoutes(parts.signIn),
    ...parts.signIn.routes,
    ...demonstrationRoutes(parts.signIn),
    ...schoolsRoutes,
    ...offerRoutes,
    ...entitlementsRoutes,
    ...subscriptionsRoutes,
    ...bookingsRoutes,
    ...similarRoutes,
    ...schoolDataRoutes,
    ...compareRoutes,
    ...exclusionRoutes,
    ...earlyRoutes,
    ...releaseRoutes,
    ...packRoutes,
    ...attendanceRoutes,
    ...ownRoutes,
    ...termsRoutes,
    ...suppliedRoutes,
    ...searchRoutes,
    ...administrationRoutes,
    ...plainRoutes,
    ...healthRoutes(parts.metrics),
  ]);
}

const plainRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/design',
    may: anyone,
    sample: sameSample('/design'),
    handle: (req) =>
      page(
        req,
        { title: 'The parts', density: req.query.get('density') === 'staff' ? 'staff' : 'school' },
        <DesignPage />,
      ),
  }),
  route({
    method: 'GET',
    path: '/privacy',
    may: anyone,
    sample: sameSample('/privacy'),
    handle: (req) =>
      page(
        req,
        { title: 'How your data is used' },
        <>
          <PageHeading
            title="How your data is used"
            lead={`${req.installation.name || 'The partnership'} keeps what it needs to run your subscription, and no more.`}
          />
          <h2>What is kept about you</h2>
          <p>
            Your name, your email address, the roles you hold and from when to when. When you sign in, a cookie keeps
            you signed in; there are no other cookies, no trackers and no outside services.
          </p>
          <h2>Who sees it</h2>
          <p>
            The people who manage your school or trust, and the partnership's staff. A headteacher can see who opened
            pages of the school that name people.
          </p>
          <h2>What is recorded</h2>
          <p>
            Every change, and every view of a page about people, with who did it and when. Codes for signing in are
            wiped once they are sent.
          </p>
          <h2>When you leave</h2>
          <p>
            Your access ends on the day your role ends. Ask the partnership office to see, correct or remove what is
            kept about you.
          </p>
        </>,
      ),
  }),
  route({
    method: 'GET',
    path: '/accessibility',
    may: anyone,
    sample: sameSample('/accessibility'),
    handle: (req) =>
      page(
        req,
        { title: 'Accessibility' },
        <>
          <PageHeading
            title="Accessibility"
            lead="Every page is meant to work for everybody: by keyboard, with a screen reader, enlarged, on a phone, and without JavaScript."
          />
          <p>
            We test every page against the Web Content Accessibility Guidelines 2.2, level AA, whenever the program
            changes. Charts come with a sentence and a table. PDF files are tagged.
          </p>
          <p>
            If something does not work for you, tell the partnership office which page it was and what you were trying
            to do.
          </p>
        </>,
      ),
  }),
];
