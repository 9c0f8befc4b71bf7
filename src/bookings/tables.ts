import type { HolderKind } from '../offer';

declare module '../platform/database' {
  interface Tables {
    'bookings.booking': BookingTable;
    'bookings.booking_payer': PayerTable;
    'bookings.booking_for': { booking_id: string; urn: number };
    'bookings.booking_person': { booking_id: string; person_id: string };
  }
}

export interface BookingTable {
  id: string;
  key: string;
  order_key: string;
  holder_kind: HolderKind;
  holder_id: string;
  offer_id: string;
  year: string;
  element: string;
  service: string | null;
  tier: string | null;
  rule: string | null;
  kind: string | null;
  occasion: string | null;
  units: number | null;
  unit: string | null;
  price: number | null;
  day: Temporal.PlainDate | null;
  counts_on: Temporal.PlainDate;
  what: string;
  notes: string;
  made_at: Temporal.Instant;
  made_by: string | null;
  quoted_at: Temporal.Instant | null;
  quoted_by: string | null;
  quote_until: Temporal.PlainDate | null;
  accepted_at: Temporal.Instant | null;
  accepted_by: string | null;
  held_at: Temporal.Instant | null;
  held_by: string | null;
  held_until: Temporal.Instant | null;
  confirmed_at: Temporal.Instant | null;
  confirmed_by: string | null;
  delivered_at: Temporal.Instant | null;
  delivered_by: string | null;
  delivered_on: Temporal.PlainDate | null;
  delivered_units: number | null;
  evidence: string | null;
  evidence_link: string | null;
  cancelled_at: Temporal.Instant | null;
  cancelled_by: string | null;
  cancelled_why: string | null;
  returned: boolean | null;
}

export interface PayerTable {
  booking_id: string;
  n: number;
  holder_kind: HolderKind;
  holder_id: string;
  how: 'account' | 'invoice' | 'asked';
  pays: string | null;
  units: number;
  unit: string;
  pence: number | null;
  urn: number | null;
  source: string;
}
