import type { Route } from '../platform/web';
import { factsRoutes } from './pages/facts-routes';
import { poolRoutes } from './pages/pool-routes';
import { shortfallRoutes } from './pages/shortfall-routes';

/** The pages of facts, of pools, and of what somebody has to settle. */
export const entitlementsRoutes: Route[] = [...factsRoutes(), ...poolRoutes, ...shortfallRoutes];
