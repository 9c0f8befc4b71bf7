import type { Route } from '../../platform/web';
import { bankRoutes } from './bank/routes';
import { officeMoneyRoutes } from './office-routes';
import { payToRoutes } from './pay-to/routes';
import { paymentRoutes } from './payment-routes';
import { schoolMoneyRoutes } from './school-routes';

export type { By, InvoiceLine, NewCredit, NewInvoice } from './invoices';
export { daysToRaise, moneyJobs, nextMoneyDay, raiseAllDue } from './jobs';
export { moneyPages } from './pages/office';
/** What other parts of subscriptions, and larger modules through its face, take from here. */
export { type PlannedYear, planInstalments, startDailyMoney } from './plan';
export { maySeeSchoolMoney, worksOnMoney } from './policy';
export type { Invoice } from './queries';
export { type AccountStatement, type Debtor, debtors, moneyOf, statementOfAccount } from './statement';

export const moneyRoutes: Route[] = [
  ...schoolMoneyRoutes,
  ...officeMoneyRoutes,
  ...paymentRoutes,
  ...bankRoutes,
  ...payToRoutes,
];
