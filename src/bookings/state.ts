/** Where a booking stands. Pure: everything follows from its moments and the day. */

/** In the order of the road (offer, section 12). `lapsed`: a quote or a hold ran out before anybody took it further. */
export const states = ['draft', 'quoted', 'held', 'lapsed', 'confirmed', 'delivered', 'cancelled'] as const;
export type State = (typeof states)[number];

/** When what happened. */
export interface Moments {
  quotedAt: Temporal.Instant | null;
  /** The last day on which the quote may be accepted. */
  quoteUntil: Temporal.PlainDate | null;
  heldAt: Temporal.Instant | null;
  /** Null where it is kept without an end. */
  heldUntil: Temporal.Instant | null;
  confirmedAt: Temporal.Instant | null;
  deliveredAt: Temporal.Instant | null;
  cancelledAt: Temporal.Instant | null;
}

/** The state now. That a hold or a quote has run out needs no job to be true. */
export function stateAt(moments: Moments, now: Temporal.Instant, today: Temporal.PlainDate): State {
  if (moments.cancelledAt) return 'cancelled';
  if (moments.deliveredAt) return 'delivered';
  if (moments.confirmedAt) return 'confirmed';
  if (moments.heldAt) {
    const over = moments.heldUntil !== null && Temporal.Instant.compare(moments.heldUntil, now) <= 0;
    return over ? 'lapsed' : 'held';
  }
  if (moments.quotedAt) {
    const over = moments.quoteUntil !== null && Temporal.PlainDate.compare(moments.quoteUntil, today) < 0;
    return over ? 'lapsed' : 'quoted';
  }
  return 'draft';
}

/** What can be done to a booking. */
export const deeds = ['quote', 'accept', 'keep-again', 'confirm', 'deliver', 'cancel'] as const;
export type Deed = (typeof deeds)[number];

/** What a booking in this state allows, whoever asks. */
export function allowed(state: State, moments: Pick<Moments, 'heldAt'>): readonly Deed[] {
  switch (state) {
    case 'draft':
      return ['quote', 'cancel'];
    case 'quoted':
      return ['quote', 'accept', 'cancel'];
    case 'lapsed':
      return moments.heldAt ? ['keep-again', 'confirm', 'cancel'] : ['quote', 'cancel'];
    case 'held':
      return ['confirm', 'deliver', 'cancel'];
    case 'confirmed':
      return ['deliver', 'cancel'];
    case 'delivered':
    case 'cancelled':
      return [];
  }
}

/** It counts against the limits of the menu, and towards what a group has bought. */
export const counts = (state: State): boolean => state === 'held' || state === 'confirmed' || state === 'delivered';
/** Something is still to happen. */
export const isOpen = (state: State): boolean => state !== 'delivered' && state !== 'cancelled';
