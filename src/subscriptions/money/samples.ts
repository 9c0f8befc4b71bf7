declare module '../../platform/web' {
  interface SampleWorld {
    /** Names of invoices of the two schools, of which something is left. */
    moneyInvoice: string;
    otherMoneyInvoice: string;
    moneyPayment: string;
    moneyAllocation: string;
    /** The version of where schools pay that holds. */
    paymentDetails: string;
    /** A line of the bank's statement that is open, and a statement that waits. */
    bankLine: string;
    bankStatement: string;
  }
}

export {};
