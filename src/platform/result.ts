/** What a use case answers: the value, or the reason it was refused. Surprises throw instead. */
export type Result<Value, Reason> = Ok<Value> | Refused<Reason>;
export interface Ok<Value> {
  ok: true;
  value: Value;
}
export interface Refused<Reason> {
  ok: false;
  reason: Reason;
}

export const ok = <Value>(value: Value): Ok<Value> => ({ ok: true, value });
export const refused = <Reason>(reason: Reason): Refused<Reason> => ({ ok: false, reason });
