import type { Route } from '../platform/web';
import { factsRoutes } from './pages/facts-routes';
import { poolRoutes } from './pages/pool-routes';

/** The pages of facts and of pools. */
export const entitlementsRoutes: Route[] = [...factsRoutes(), ...poolRoutes];
