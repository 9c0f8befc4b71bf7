export { download, forbidden, json, notFound, page, problem, redirect, type View } from './answers';
export { fileRoutes, type TableFile, tableFile } from './export';
export { dateBoxes, readDate, readPeriod, type TypedDate, type TypedPeriod, yearsTaken } from './form-date';
export { createMetrics, type Metrics } from './metrics';
export {
  anyone,
  type Form,
  type May,
  type PagePlace,
  type Params,
  type Req,
  type Route,
  route,
  type Sample,
  type SampleWorld,
  type Shell,
  type SignedIn,
  sameSample,
  signedIn,
  type Upload,
} from './route';
export { createWeb, type WebParts } from './web';
