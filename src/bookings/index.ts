/** The public face of bookings: one road for every use of what the offer gives. */
import './tables';

export {
  type Cancelling,
  cancel,
  cancelling,
  confirm,
  confirmMany,
  type Delivery,
  deliver,
  deliverMany,
} from './confirm';
export { type Item, type Priced, priceItem } from './items';
export { bookingJobs, settle } from './jobs';
export { type Menu, menuOf } from './menu';
export { type Considered, consider, needsQuote, order, orderMany, type Wish } from './order';
export { bookingTabs } from './pages/shared';
export { mayReadBookings } from './policy';
export { type Proposal, propose } from './propose';
export {
  type AccountUse,
  allBookings,
  type Booking,
  bookingById,
  bookingByKey,
  bookingsOf,
  bookingsOfSchool,
  boughtBySchools,
  type Payer,
  usesOfAccounts,
} from './queries';
export { acceptQuote, keepAgain, quote } from './quote';
export type { Refusal } from './refusals';
export { bookingsRoutes } from './routes';
export { type Moments, type State, stateAt, states } from './state';
export { cityTotals } from './statement/bought';
export { BoughtSoFar, feesWords } from './statement/by-source';
export type { Figures, Line, Row } from './statement/figures';
export { feesOf, standingNote } from './statement/lead';
export { cityHeads } from './statement/queries';
export {
  figuresTogether,
  type Reader,
  type SchoolStatement,
  schoolStatement,
  statements,
  yearOn,
} from './statement/read';
export { isNothing, type Span, spanWords } from './statement/spans';
export { type Unspent, unspentBySchool } from './statement/unspent';
export { bookLink, type Lapsing, lapsing, leftWords, rowOwed, rowUnits, sumOf, worthWords } from './statement/words';
export { type Waiting, waitingForUs } from './waiting';
export { elementName, priceWords, stateWords } from './words';
export { bankHolidays, isWorkingDay, lastDayWith, workingDaysBefore } from './working-days';
