declare module '../../platform/database' {
  interface Tables {
    'subscriptions.model_cell': CellTable;
    'subscriptions.model_kept': KeptTable;
  }
}

interface CellTable {
  year: string;
  column_id: string;
  version: number;
  pence: number | null;
  reason: string;
  set_at: Temporal.Instant;
  set_by: string | null;
  set_by_name: string;
}

interface KeptTable {
  id: string;
  year: string;
  name: string;
  query: string;
  kept_at: Temporal.Instant;
  kept_by: string | null;
  kept_by_name: string;
  removed_at: Temporal.Instant | null;
}

export type {};
