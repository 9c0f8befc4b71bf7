import type { ColumnType, Generated } from 'kysely';
import type { ScopeKind } from './roles';

declare module '../platform/database' {
  interface Tables {
    'schools.import': ImportTable;
    'schools.import_reject': {
      import_id: number;
      line: number;
      column: number | null;
      heading: string | null;
      value: string | null;
      reason: string;
    };
    /** Answers by question, as `directory/remembered.ts` names them. */
    'schools.foreseen': {
      import_id: number;
      stamp: string;
      answers: ColumnType<Record<string, unknown>, string, never>;
    };
    'schools.school': { urn: number };
    'schools.school_version': SchoolVersionTable;
    'schools.current_school': SchoolVersionTable;
    'schools.pupil_number': PupilNumberTable;
    'schools.current_pupil_number': PupilNumberTable;
    'schools.inspection': {
      urn: number;
      inspected: Temporal.PlainDate;
      import_id: number | null;
      outcome: string;
      grade: number | null;
      published: Temporal.PlainDate | null;
    };
    'schools.trust': { uid: number };
    'schools.trust_version': TrustVersionTable;
    'schools.current_trust': TrustVersionTable;
    'schools.trust_membership': TrustMembershipTable;
    'schools.current_trust_membership': TrustMembershipTable;
    'schools.partnership': PartnershipTable;
    'schools.partnership_version': Omit<PartnershipTable, 'id' | 'place'> & {
      partnership_id: string;
      as_at: Temporal.PlainDate;
    };
    'schools.current_partnership': PartnershipTable;
    'schools.partnership_membership': PartnershipMembershipTable;
    'schools.current_partnership_membership': PartnershipMembershipTable;
    'schools.succession': {
      predecessor: number;
      successor: number;
      import_id: number | null;
      kind: 'conversion' | 'merger' | 'other';
      happened: Temporal.PlainDate | null;
      evidence: string;
    };
    'schools.person': {
      id: string;
      name: string;
      email: string;
      invited_at: Temporal.Instant;
      terms_accepted_at: Temporal.Instant | null;
    };
    'schools.role_held': {
      id: string;
      person_id: string;
      role: string;
      scope_kind: ScopeKind;
      scope_id: string;
      starts: Temporal.PlainDate;
      ends: Temporal.PlainDate | null;
      given_by: string | null;
    };
  }
}

export interface ImportTable {
  id: Generated<number>;
  kind: string;
  file_name: string;
  sha256: string;
  as_at: Temporal.PlainDate;
  as_at_source: string;
  la: number | null;
  status: 'checking' | 'ready' | 'accepted' | 'discarded' | 'failed';
  counts: Generated<unknown>;
  problem: string | null;
  base_import_id: number | null;
  made_at: Temporal.Instant;
  made_by: string | null;
  accepted_at: Temporal.Instant | null;
}

export interface SchoolVersionTable {
  id: Generated<number>;
  urn: number;
  import_id: number | null;
  as_at: Temporal.PlainDate;
  placeholder: Generated<boolean>;
  change: 'new' | 'changed' | 'closed' | 'converted' | 'earlier';
  changed: Generated<string[]>;
  name: string;
  la: number | null;
  establishment_number: number | null;
  ukprn: string | null;
  type_name: string | null;
  sector: string;
  status: string;
  publicly_funded: boolean;
  open: boolean;
  opened: Temporal.PlainDate | null;
  closed: Temporal.PlainDate | null;
  low_age: number | null;
  high_age: number | null;
  gender: string | null;
  religious_character: string | null;
  street: string | null;
  locality: string | null;
  town: string | null;
  postcode: string | null;
  website: string | null;
  telephone: string | null;
  easting: number | null;
  northing: number | null;
  ward: string | null;
  capacity: number | null;
}

export interface PupilNumberTable {
  urn: number;
  census_date: Temporal.PlainDate;
  import_id: number | null;
  source: 'census' | 'establishments' | 'office';
  on_roll: number;
  school_aged: number | null;
  boys: number | null;
  girls: number | null;
  free_meals_ever: number | null;
  extra_language: number | null;
  sen_plan: number | null;
  sen_support: number | null;
  census_type: string | null;
  counted: boolean;
  reason: string | null;
}

interface TrustVersionTable {
  uid: number;
  import_id: number | null;
  as_at: Temporal.PlainDate;
  name: string;
  kind: string;
  runs_schools: boolean;
  companies_house: string | null;
  open: boolean;
  closed: Temporal.PlainDate | null;
}

interface TrustMembershipTable {
  urn: number;
  uid: number;
  import_id: number | null;
  as_at: Temporal.PlainDate;
  joined: Temporal.PlainDate | null;
  present: boolean;
}

interface PartnershipTable {
  id: string;
  name: string;
  letter: string | null;
  kind: 'locality' | 'sector' | 'board' | 'network' | 'group';
  place: Generated<number>;
  import_id: Generated<number | null>;
}

interface PartnershipMembershipTable {
  id: Generated<number>;
  urn: number;
  partnership_id: string;
  import_id: number | null;
  as_at: Temporal.PlainDate;
  present: boolean;
}
