declare module '../../platform/database' {
  interface Tables {
    'offer.published': PublishedTable;
  }
}

interface PublishedTable {
  id: string;
  year: string;
  starts: Temporal.PlainDate;
  ends: Temporal.PlainDate;
  version: number;
  file_name: string;
  content: string;
  sha256: string;
  published_at: Temporal.Instant;
  published_by: string | null;
}

export {};
