/** The public face of subscriptions: what a school would pay, and whether that is enough. */
export { mayReadQuote, seesMoney } from './policy';
export {
  type NoQuote,
  type PupilNumber,
  planInParts,
  type Quote,
  type Quoted,
  quote,
  type Refusal,
  type Wish,
  yearOf,
} from './quote';
export { type CityQuote, type CityWish, quoteAll, quoteSchool, type SchoolFee, type SchoolRefusal } from './quotes';
export { subscriptionsRoutes } from './routes';
export { quoteTabs } from './tabs';
export { lineWords, pupilsWords, sectorName, sourceWords, statusName } from './words';
