import type { Route } from '../../platform/web';
import { bespokeRoutes } from './bespoke';
import { calendarRoutes } from './calendar';
import { partnershipRoutes } from './partnerships';
import { programmeRoutes } from './programme';
import { ruleRoutes } from './rules';
import { sectionRoutes } from './sections';
import { startRoutes } from './start-routes';
import { versionRoutes } from './versions';

/** Every page of the offer. */
export const offerRoutes: Route[] = [
  ...startRoutes,
  ...sectionRoutes,
  ...bespokeRoutes,
  ...partnershipRoutes,
  ...programmeRoutes,
  ...calendarRoutes,
  ...ruleRoutes,
  ...versionRoutes,
];
