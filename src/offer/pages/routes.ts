import type { Route } from '../../platform/web';
import { bespokeRoutes } from './bespoke';
import { calendarRoutes } from './calendar';
import { partnershipRoutes } from './partnerships';
import { programmeRoutes } from './programme';
import { publishingRoutes } from './publishing';
import { questionRoutes } from './questions';
import { sectionRoutes } from './sections';
import { startRoutes } from './start-routes';
import { trustRoutes } from './trusts';
import { versionRoutes } from './versions';

/** Every page of the offer. */
export const offerRoutes: Route[] = [
  ...startRoutes,
  ...trustRoutes,
  ...sectionRoutes,
  ...bespokeRoutes,
  ...partnershipRoutes,
  ...programmeRoutes,
  ...calendarRoutes,
  ...questionRoutes,
  ...versionRoutes,
  ...publishingRoutes,
];
