import { Notice, SummaryList } from '../../../platform/ui';
import type { PaymentDetails } from './details';
import { payRows } from './words';

/** How to pay, on a page. */
export const HowToPay = ({ details, invoice }: { details: PaymentDetails; invoice: string | null }) => (
  <SummaryList
    rows={payRows(details, invoice).map(({ key, value }) => ({
      key,
      value: value.split('\n').flatMap((line, n) => (n === 0 ? [line] : [<br />, line])),
    }))}
  />
);

/** For whoever can mend it: invoices leave out where to pay. */
export const NothingSaid = () => (
  <Notice kind="hint" title="Invoices do not say where to pay.">
    <a href="/money/payment-details">Say which account schools pay to</a>: it stands on every invoice from then on.
  </Notice>
);
