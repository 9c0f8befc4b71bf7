import { type Offer, transitionalDraw, type Viability, viability } from '../../offer';
import type { Standing } from './tables';

/** Whether the offer runs on what has been signed and what is only intended. Pure; money is integer pence. */

/** What some schools bring together. */
export interface Income {
  schools: number;
  pence: number;
  /** Those of them whose fee nobody knows yet: agreed by hand, or without a pupil number. They count as nothing. */
  unknown: number;
}

export interface Assessment {
  contracted: Income;
  indicated: Income;
  /** What is held against the line: what is contracted, or with what is indicated, as the offer has it. */
  countedPence: number;
  outcome: Viability;
  state: Standing;
  /** What the council would add in the first year. */
  drawPence: number;
}

export function assess(
  offer: Offer,
  intents: readonly { stands: 'contracted' | 'indicated'; pence: number | null }[],
): Assessment {
  const of = (stands: 'contracted' | 'indicated'): Income => {
    const those = intents.filter((one) => one.stands === stands);
    return {
      schools: those.length,
      pence: those.reduce((sum, { pence }) => sum + (pence ?? 0), 0),
      unknown: those.filter(({ pence }) => pence === null).length,
    };
  };
  const contracted = of('contracted');
  const indicated = of('indicated');
  const countedPence =
    offer.funding.viability.basis === 'indicated' ? contracted.pence + indicated.pence : contracted.pence;
  const outcome = viability(offer, countedPence);
  return {
    contracted,
    indicated,
    countedPence,
    outcome,
    state: outcome.near ? 'near' : outcome.state,
    drawPence: transitionalDraw(offer, countedPence),
  };
}

/** The offer runs: viability may be confirmed. */
export const passes = ({ state }: Pick<Assessment, 'state'>): boolean => state === 'viable' || state === 'on-target';

export interface Counted {
  option: number;
  words: string;
  members: number;
  votes: number;
}

/** The options with their votes, as they stand on the paper; and the options that lead, more than one where they are level. */
export function countVote(
  options: readonly { number: number; words: string }[],
  ballots: readonly { option: number; ballots: number }[],
  votesEach: number,
): { options: Counted[]; leading: Counted[]; members: number } {
  const counted = options.map(({ number, words }) => {
    const members = ballots.find(({ option }) => option === number)?.ballots ?? 0;
    return { option: number, words, members, votes: members * votesEach };
  });
  const most = Math.max(0, ...counted.map(({ votes }) => votes));
  return {
    options: counted,
    leading: most === 0 ? [] : counted.filter(({ votes }) => votes === most),
    members: counted.reduce((sum, { members }) => sum + members, 0),
  };
}
