import type { Route } from '../platform/web';
import { findRoutes } from './directory/find-routes';
import { groupRoutes } from './directory/group-routes';
import { schoolRoutes } from './directory/school-routes';
import { importRoutes } from './imports/routes';
import { peopleRoutes } from './people-pages/routes';
import './samples';

/** Every page of the module. */
export const schoolsRoutes: Route[] = [
  ...findRoutes,
  ...schoolRoutes(),
  ...groupRoutes,
  ...peopleRoutes(),
  ...importRoutes,
];
