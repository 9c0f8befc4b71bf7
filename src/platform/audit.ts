import type { Actor } from './actor';
import type { Clock } from './clock';
import type { Tx } from './database';

declare module './database' {
  interface Tables {
    'platform.audit': AuditTable;
  }
}

interface AuditTable {
  id: import('kysely').Generated<number>;
  at: Temporal.Instant;
  person_id: string | null;
  person_name: string;
  action: string;
  kind: AuditKind;
  scope: string;
  about: string;
  before: string | null;
  after: string | null;
}

export type AuditKind = 'change' | 'view' | 'export' | 'sign-in';

export interface Deed {
  /** 'schools.role-given': the module, then what was done. */
  action: string;
  kind?: AuditKind;
  /** Whose it is about: 'school/100001', 'person/…', 'installation'. A head sees views and exports of their school's scope. */
  scope: string;
  /** In words, without personal data beyond names that the reader may see anyway. */
  about: string;
  before?: unknown;
  after?: unknown;
}

interface By {
  actor: Actor | null;
  clock: Clock;
}

/** Records a deed in the transaction that does it: one does not exist without the other. */
export const recordDeed = (tx: Tx, by: By, deed: Deed): Promise<void> => recordDeeds(tx, [{ by, deed }]);

/** The same for many, in their order. */
export async function recordDeeds(tx: Tx, deeds: readonly { by: By; deed: Deed }[]): Promise<void> {
  if (deeds.length === 0) return;
  await tx
    .insertInto('platform.audit')
    .values(
      deeds.map(({ by, deed }) => ({
        at: by.clock.now(),
        person_id: by.actor?.personId ?? null,
        person_name: by.actor?.name ?? 'Mesters',
        action: deed.action,
        kind: deed.kind ?? 'change',
        scope: deed.scope,
        about: deed.about,
        before: deed.before === undefined ? null : JSON.stringify(deed.before),
        after: deed.after === undefined ? null : JSON.stringify(deed.after),
      })),
    )
    .execute();
}
