import type { Route } from '../platform/web';
import { findRoutes } from './directory/find-routes';
import { groupRoutes } from './directory/group-routes';
import { type MoreTabs, noMoreTabs } from './directory/header';
import { schoolRoutes } from './directory/school-routes';
import { importRoutes } from './imports/routes';
import { peopleRoutes } from './people-pages/routes';
import './samples';

/** Every page of the module. `more` adds the tabs of larger modules to a school's pages. */
export const schoolsRoutes = (more: MoreTabs = noMoreTabs): Route[] => [
  ...findRoutes,
  ...schoolRoutes(more),
  ...groupRoutes,
  ...peopleRoutes(more),
  ...importRoutes,
];
