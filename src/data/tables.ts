import type { Generated, GeneratedAlways } from 'kysely';

declare module '../platform/database' {
  interface Tables {
    'data.release': ReleaseTable;
    'data.early_results': {
      dataset: string;
      seen_by: 'analysts' | 'staff' | 'schools';
      set_at: Temporal.Instant;
      set_by: string | null;
    };
    'data.release_school': { release_id: number; urn: number; rows: number };
    'data.reject': {
      release_id: number;
      line: number;
      column: number | null;
      heading: string | null;
      value: string | null;
      reason: string;
    };
    'data.pack_run': PackRunTable;
    'data.pack': {
      run_id: number;
      urn: number | null;
      partnership_id: string | null;
      audience: 'everybody' | 'governors' | 'leaders';
      level: GeneratedAlways<string>;
      runs: number[];
      pdf: string;
      sheet: string;
    };
    'data.terms': {
      id: Generated<number>;
      version: string;
      follows: string;
      title: string;
      lead: string;
      sections: { title: string; points: string[] }[];
      brought_at: Temporal.Instant;
      brought_by: string | null;
    };
    'data.terms_acceptance': {
      person_id: string;
      version: string;
      accepted_at: Temporal.Instant;
    };
  }
}

export interface PackRunTable {
  id: Generated<number>;
  status: 'making' | 'published' | 'stopped';
  releases: number[];
  printed: Temporal.PlainDate;
  made_at: Temporal.Instant;
  made_by: string | null;
  published_at: Temporal.Instant | null;
  packs: number | null;
  failed: Generated<FailedPack[]>;
}

/** A pack that could not be made. */
export interface FailedPack {
  /** As `packKey` has it. */
  key: string;
  name: string;
  reason: string;
}

export type Stage = 'initial' | 'refined' | 'confirmed' | 'validated';

/** Published figures, or a row a pupil. */
export type Level = 'public' | 'pupil';

export interface ReleaseTable {
  id: Generated<number>;
  name: string | null;
  dataset: string;
  level: Level;
  year: number | null;
  stage: Stage;
  status: 'checking' | 'ready' | 'accepted' | 'discarded' | 'failed';
  shape: string | null;
  file_name: string;
  sha256: string;
  la: number | null;
  upload: string | null;
  kept: string | null;
  counts: Generated<unknown>;
  columns: Generated<unknown>;
  unknown_columns: Generated<string[]>;
  digest: string | null;
  problem: string | null;
  made_at: Temporal.Instant;
  made_by: string | null;
  accepted_at: Temporal.Instant | null;
  accepted_by: string | null;
}
