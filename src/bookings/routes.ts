import type { Route } from '../platform/web';
import { bookingRoutes } from './pages/booking-routes';
import { menuRoutes } from './pages/menu-routes';
import { newRoutes } from './pages/new-routes';
import { officeRoutes } from './pages/office-routes';
import { statementRoutes } from './statement/routes';

declare module '../platform/web' {
  interface SampleWorld {
    /** An order that is held, one that is quoted and one that waits for a quote, of `school`; one that is held of `otherSchool`. */
    booking: string;
    quotedBooking: string;
    draftBooking: string;
    otherBooking: string;
    /** An element of which time is owed to both. */
    owedElement: string;
  }
}

export const bookingsRoutes: Route[] = [
  ...menuRoutes,
  ...newRoutes,
  ...bookingRoutes,
  ...officeRoutes,
  ...statementRoutes,
];
