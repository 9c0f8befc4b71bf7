import './tables';

export { datasetNamed as releaseKindNamed, datasets as releaseKinds, measures } from './catalogue/catalogue';
export { figureJson, inCatalogueOrder } from './figures/json';
export { figuresOfSchool } from './figures/queries';
export { packJobs } from './packs/jobs';
export { endings, packName } from './packs/make';
export { makePacks } from './packs/many';
export { type PackPlace, packPlaces, packReleases, partnershipPlace, schoolPlace } from './packs/read';
export { packRoutes, packTabs } from './packs/routes';
export { type Audience, audiences } from './packs/rows';
export { bringsReleases } from './policy';
export { runRelease } from './releases/command';
export { dataJobs } from './releases/jobs';
export { stages } from './releases/queries';
export { describeRelease, releaseJson } from './releases/report';
export { releaseRoutes } from './releases/routes';
export { dataTabs, schoolDataRoutes } from './school/routes';
export type { Stage } from './tables';
