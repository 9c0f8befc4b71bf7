/** The public face of the offer: the file and its checks, and the pure rules that follow from it. */
export { checkOffer, type OfferMistake } from './check';
export type { Fact, Snapshot } from './conditions';
export {
  type Basket,
  creditUnit,
  dayPrice,
  type Fit,
  fitsCredit,
  type GroupMember,
  groupPackages,
  indicativePrices,
  inPence,
  type NoFit,
  shareByCredit,
} from './credit';
export { type Eligible, eligibility, eligibilityGrid, type GridRow } from './eligibility';
export {
  type FundingRow,
  type FundingTable,
  fundingTable,
  multiplier,
  transitionalDraw,
  type Viability,
  viability,
} from './funding';
export { type Grant, grantsFor, steadyFacts, type Told } from './grants';
export { type Latest, latestAfter, latestAfterOpening, type PastInspection } from './inspections';
export { OffsetPanel, readReplacing } from './pages/offset';
export { owedBy } from './pages/owed';
export { offerPages, offerPlaces } from './pages/places';
export { offerRoutes } from './pages/routes';
export { sayUnreadableOffer } from './pages/unreadable';
export { paymentsWords } from './pages/words';
export { mayPublishOffer } from './policy';
export {
  belowSchoolAge,
  countedPupils,
  type Fee,
  type FeeLine,
  fee,
  type Instalment,
  instalments,
  type NoFee,
  perPupil,
  type Roll,
} from './price';
export { checkOfferFile, publishOfferFile } from './published/file';
export { type NotPublished, onOfferPublished, publishOffer, publishShippedOffers } from './published/publish';
export { currentOffer, offerOfVersion, type PublishedOffer, UnreadableOffer } from './published/read';
export { type Newer, newerShipped, newerWords } from './published/shipped';
export { keepWaiting } from './published/waiting';
export type { Answer, HolderKind } from './schema/elements';
export type { Element, GrantRule, Offer } from './schema/schema';
export type { Amount, FactValue, Span } from './schema/words';
export { type Setting, settingsOf } from './settings';
export {
  type Entitlement,
  entitlementTable,
  type Offset,
  offset,
  type Spending,
  type StatedValue,
  statedValue,
  total,
  trustOffset,
  usualSpending,
  type Worth,
} from './value';
export { type Days, dayInYear, halfTermsOf, yearDays } from './year';
