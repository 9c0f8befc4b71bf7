/** The public face of subscriptions: what a school would pay, and whether that is enough. */
export { activate } from './contracts/activate';
export { bringSigned, type SignedOnPaper } from './contracts/bring';
export { completeForm, formOf, type ShownForm } from './contracts/form';
export { contractJobs, nextYearBegins, startBeginningYears } from './contracts/jobs';
export { type ContractLine, type ContractWish, contractsOf, pipelineOf } from './contracts/lists';
export { mayAcceptForms, runsSubscriptions } from './contracts/policy';
export {
  type Contract,
  type ContractYear,
  contractById,
  contractOf,
  contractsOfSchools,
  incomeOf,
} from './contracts/queries';
export { intendsFact } from './contracts/retell';
export { type ContractSchool, contractSchool } from './contracts/school';
export { openedByIntention } from './contracts/school-view';
export { accept, giveNotice, indicate, sendForm, takeBackNotice, withdrawContract } from './contracts/service';
export { sign } from './contracts/signing';
export { isBinding, isOpen, mayPlan, type State, stateOn, states, windowOn } from './contracts/state';
export { stateName } from './contracts/words';
export { startYear } from './contracts/years';
export { activateIfConfirmed, confirmGate } from './gate/confirm';
export { beginSubscription } from './gate/job';
export { mayConfirm } from './gate/policy';
export { askedOf, confirmationOf, type Gate, gateOf, progressOfGate } from './gate/queries';
export { ballotOf, isOver, newestVote } from './gate/vote';
export { keep as keepWhatIf } from './model/kept';
export { asItIs, type ModelWish, modelQuery } from './model/what-if';
export {
  type AccountStatement,
  type Debtor,
  daysToRaise,
  debtors,
  maySeeSchoolMoney,
  moneyJobs,
  moneyOf,
  moneyPages,
  nextMoneyDay,
  planInstalments,
  raiseAllDue,
  startDailyMoney,
  statementOfAccount,
  worksOnMoney,
} from './money';
export { readBankFile } from './money/bank/file';
export { acceptMatches, acceptStatement, bankLines, keepStatement, setAside } from './money/bank/service';
export { credit, type InvoiceLine, raiseInvoice } from './money/invoices';
export { sayDetails as sayPaymentDetails } from './money/pay-to/details';
export { allocateOldestFirst, openInvoices, recordPayment } from './money/payments';
export { type Invoice, invoiceBy, linesOf } from './money/queries';
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
export { subscriptionTabs } from './tabs';
export { lineWords, pupilsWords, sectorName, sourceWords, statusName } from './words';
