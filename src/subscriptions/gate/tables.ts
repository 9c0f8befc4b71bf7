import type { Generated } from 'kysely';
import '../contracts/tables';

declare module '../../platform/database' {
  interface Tables {
    'subscriptions.gate': GateTable;
    'subscriptions.gate_test': TestTable;
    'subscriptions.gate_step': StepTable;
    'subscriptions.gate_round': RoundTable;
    'subscriptions.gate_answer': AnswerTable;
    'subscriptions.gate_vote': VoteTable;
    'subscriptions.gate_option': OptionTable;
    'subscriptions.gate_ballot': BallotTable;
  }
}

interface GateTable {
  year: string;
  offer_id: string;
  confirmed_at: Temporal.Instant;
  confirmed_by: string | null;
}

/** Where the income stands: as the offer's `viability`, with "near" as a state of its own. */
export type Standing = 'below' | 'near' | 'viable' | 'on-target';

interface TestTable {
  id: Generated<number>;
  year: string;
  offer_id: string;
  contracted: number;
  contracted_pence: number;
  indicated: number;
  indicated_pence: number;
  state: Standing;
  why: 'confirmed' | 'asked' | 'vote';
  at: Temporal.Instant;
  by: string | null;
  by_name: string;
}

/** In the order in which they are done. */
export const steps = ['activate', 'letter'] as const;
export type Step = (typeof steps)[number];

interface StepTable {
  year: string;
  urn: number;
  step: Step;
  contract_id: string;
  planned_at: Temporal.Instant;
  done_at: Temporal.Instant | null;
  refused: string | null;
}

interface RoundTable {
  id: string;
  year: string;
  number: number;
  offer_id: string;
  changes: string;
  answer_by: Temporal.PlainDate;
  asked_at: Temporal.Instant;
  asked_by: string | null;
}

export type Answer = 'confirmed' | 'withdrawn';

interface AnswerTable {
  round_id: string;
  urn: number;
  contract_id: string;
  before_offer_id: string;
  answer: Answer | null;
  answered_at: Temporal.Instant | null;
  answered_by: string | null;
  answered_name: string | null;
  note: string | null;
}

interface VoteTable {
  id: string;
  year: string;
  number: number;
  question: string;
  votes_each: number;
  ends: Temporal.PlainDate;
  opened_at: Temporal.Instant;
  opened_by: string | null;
}

interface OptionTable {
  vote_id: string;
  number: number;
  words: string;
}

interface BallotTable {
  vote_id: string;
  urn: number;
  option: number;
  cast_at: Temporal.Instant;
  cast_by: string | null;
}
