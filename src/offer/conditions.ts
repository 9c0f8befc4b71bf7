import type { Condition, FactValue } from './schema/words';

/** What is true of a school on one day, by fact id: {subscribed: true, sector: "…", category: "…"}. Null or absent is not known. */
export type Snapshot = { readonly [fact: string]: FactValue | null | undefined };

/** Something true of a holder from a day to a day, both inclusive; without a last day it lasts. Dates are told as "2019-03-01". */
export interface Fact {
  kind: string;
  value: FactValue;
  from: Temporal.PlainDate;
  to: Temporal.PlainDate | null;
}

/** True when every condition holds. What is not known meets no condition, not even "false". */
export const holds = (conditions: Condition, known: Snapshot): boolean =>
  conditions.every(({ fact, isOneOf }) => {
    const value = known[fact];
    return value !== null && value !== undefined && isOneOf.includes(value);
  });
