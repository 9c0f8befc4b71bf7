/** The public face of bookings: one road for every use of what the offer gives. */
import './tables';

export { type Cancelling, cancel, cancelling, confirm, type Delivery, deliver } from './confirm';
export { type Item, type Priced, priceItem } from './items';
export { bookingJobs, settle } from './jobs';
export { type Considered, consider, needsQuote, order, type Wish } from './order';
export {
  type AccountUse,
  allBookings,
  type Booking,
  bookingById,
  bookingsOf,
  bookingsOfSchool,
  boughtBySchools,
  type Payer,
  usesOfAccounts,
} from './queries';
export { acceptQuote, keepAgain, quote } from './quote';
export type { Refusal } from './refusals';
export { type Moments, type State, stateAt, states } from './state';
export { priceWords, stateWords } from './words';
export { bankHolidays, isWorkingDay, lastDayWith, workingDaysBefore } from './working-days';
