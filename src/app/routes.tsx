import type { SignIn } from '../platform/sign-in';
import type { Metrics, Route } from '../platform/web';
import { healthRoutes } from './health';
import { startRoutes } from './start';

/** Every route of the site. The permission test walks this list. */
export function allRoutes(parts: { signIn: SignIn; metrics: Metrics }): Route[] {
  return [...startRoutes(parts.signIn), ...parts.signIn.routes, ...healthRoutes(parts.metrics)];
}
