import type { Generated } from 'kysely';
import type { HolderKind } from '../offer';

declare module '../platform/database' {
  interface Tables {
    'entitlements.holder': {
      kind: HolderKind;
      id: string;
      readers: string[];
      spenders: string[];
      confidants: string[];
      worked_out_for: Generated<string[]>;
    };
    'entitlements.fact': FactTable;
    'entitlements.pinned_offer': { holder_kind: HolderKind; holder_id: string; year: string; offer_id: string };
    'entitlements.account': AccountTable;
    'entitlements.posting': {
      id: Generated<number>;
      key: string;
      what: 'grant' | 'use' | 'return' | 'pool';
      booking: string | null;
      day: Temporal.PlainDate;
      at: Temporal.Instant;
      person_id: string | null;
      words: string;
    };
    'entitlements.line': {
      posting_id: number;
      account_id: number | null;
      against: 'granted' | 'used' | null;
      unit: string;
      units: number;
    };
    'entitlements.hold': {
      id: Generated<number>;
      key: string;
      booking: string;
      day: Temporal.PlainDate;
      until: Temporal.Instant | null;
      made_at: Temporal.Instant;
      made_by: string | null;
      words: string;
      ended_at: Generated<Temporal.Instant | null>;
      ended: Generated<'confirmed' | 'released' | null>;
    };
    'entitlements.hold_line': { hold_id: number; account_id: number; units: number; open: Generated<boolean> };
    'entitlements.pool': PoolTable;
    'entitlements.pool_member': {
      pool_id: string;
      holder_kind: Generated<'school'>;
      holder_id: string;
      year: string;
      place: number;
      slot: Generated<number>;
      part: number | null;
      joined_at: Temporal.Instant;
      left_at: Generated<Temporal.Instant | null>;
    };
  }
}

interface FactTable {
  id: Generated<number>;
  holder_kind: HolderKind;
  holder_id: string;
  key: string;
  kind: string;
  /** As JSON. */
  value: unknown;
  starts: Temporal.PlainDate;
  ends: Temporal.PlainDate | null;
  source: string;
  confidential: boolean;
  told_at: Temporal.Instant;
  told_by: string | null;
  withdrawn_at: Generated<Temporal.Instant | null>;
}

export interface AccountTable {
  id: Generated<number>;
  holder_kind: HolderKind;
  holder_id: string;
  key: string;
  year: string;
  element: string;
  rule: string;
  why: string;
  unit: string;
  source: string;
  per: 'year' | 'event';
  occasion: string | null;
  origin_id: number | null;
  starts: Temporal.PlainDate;
  ends: Temporal.PlainDate;
  unlimited: boolean;
  at_least: boolean;
  confidential: boolean;
  offer_id: string | null;
  owed: number;
  granted: Generated<number>;
  used: Generated<number>;
  moved: Generated<number>;
  balance: Generated<number>;
  opened_at: Temporal.Instant;
}

interface PoolTable {
  id: string;
  name: string;
  year: string;
  trust_uid: number | null;
  note: string;
  made_at: Temporal.Instant;
  made_by: string | null;
  agreed_by: Generated<string | null>;
  agreed_on: Generated<Temporal.PlainDate | null>;
  final_at: Generated<Temporal.Instant | null>;
  final_by: Generated<string | null>;
}
