import './tables';

export { datasetNamed as releaseKindNamed, datasets as releaseKinds, measures } from './catalogue/catalogue';
export { figureJson, inCatalogueOrder } from './figures/json';
export { figuresOfSchool } from './figures/queries';
export { runRelease } from './releases/command';
export { stages } from './releases/queries';
export { describeRelease, releaseJson } from './releases/report';
export { dataTabs, schoolDataRoutes } from './school/routes';
export type { Stage } from './tables';
