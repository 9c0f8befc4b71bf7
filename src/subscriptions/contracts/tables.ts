import type { Generated } from 'kysely';

declare module '../../platform/database' {
  interface Tables {
    'subscriptions.contract': ContractTable;
    'subscriptions.contract_year': ContractYearTable;
  }
}

export interface ContractTable {
  id: string;
  urn: number;
  offer_id: string;
  plan: string;
  starts: Temporal.PlainDate;
  ends: Temporal.PlainDate;
  indicated_at: Temporal.Instant;
  indicated_by: string | null;
  form_sent_at: Temporal.Instant | null;
  form_sent_by: string | null;
  completed_at: Temporal.Instant | null;
  completed_by: string | null;
  signed_name: string | null;
  signed_role: string | null;
  terms_file: string | null;
  terms_sha256: string | null;
  purchase_order: string | null;
  pool_with: Generated<string | null>;
  accepted_at: Temporal.Instant | null;
  accepted_by: string | null;
  active_at: Temporal.Instant | null;
  notice_at: Temporal.Instant | null;
  notice_by: string | null;
  withdrawn_at: Temporal.Instant | null;
  withdrawn_by: string | null;
}

export interface ContractYearTable {
  contract_id: string;
  year: string;
  pupils: number | null;
  census_date: Temporal.PlainDate | null;
  pupils_source: string | null;
  reason: string | null;
  fee_pence: number | null;
  by_hand: Generated<boolean>;
  set_at: Temporal.Instant;
  set_by: string | null;
}
