import './tables';

export { measures } from './catalogue/catalogue';
export { releaseKindNamed, releaseKinds } from './catalogue/kinds';
export { compareRoutes } from './compare/routes';
export { earlyRoutes } from './early/routes';
export { exclusionRoutes } from './exclusions/routes';
export { figureJson, inCatalogueOrder } from './figures/json';
export { figuresOfSchool } from './figures/queries';
export { bringsReleases } from './policy';
export { runRelease } from './releases/command';
export { dataJobs } from './releases/jobs';
export { stages } from './releases/queries';
export { describeRelease, releaseJson } from './releases/report';
export { releaseRoutes } from './releases/routes';
export { dataTabs, schoolDataRoutes } from './school/routes';
export { similarRoutes } from './similar/routes';
export type { Stage } from './tables';
export { termsRoutes } from './terms/routes';
