import type { Offer } from '../../offer';
import { date, moment } from '../../platform/words';
import { titleOf } from './policy';
import type { Contract } from './queries';
import { type State, windowOn } from './state';
import { one, windowWords } from './words';

/** What has happened, what comes next, and who does it: one sentence each. Pure. */
export interface NextStep {
  stands: string;
  next: string;
}

export function nextStep(
  school: string,
  {
    state,
    contract,
    offer,
    today,
  }: { state: State; contract: Contract | null; offer: Offer; today: Temporal.PlainDate },
): NextStep {
  const { signatory, binding } = offer.contract;
  const completes = one(signatory.completes.map(titleOf));
  const accepts = one(signatory.accepts.map(titleOf));
  const at = (moment_: Temporal.Instant | null | undefined) => (moment_ ? moment(moment_) : '');
  switch (state) {
    case 'prospect':
      return {
        stands: `${school} does not subscribe.`,
        next: 'A leader of the school says that it means to subscribe. That binds nobody, and it is enough to plan the year with the partnership.',
      };
    case 'intention':
      return {
        stands: `${school} means to subscribe: said on ${at(contract?.indicatedAt)}.`,
        next: 'The partnership office sends the form. The year can be planned with the partnership already.',
      };
    case 'form-sent':
      return {
        stands: `The form was sent on ${at(contract?.formSentAt)}.`,
        next: `${upper(completes)} of the school, or a leader of its trust, completes it.`,
      };
    case 'form-completed':
      return {
        stands: `${contract?.signedName}, ${contract?.signedRole}, completed the form on ${at(contract?.completedAt)}.`,
        next: `${upper(accepts)} of the partnership accepts it.`,
      };
    case 'accepted':
      return {
        stands: `The partnership accepted the form on ${at(contract?.acceptedAt)}. It is conditional.`,
        next:
          binding === 'when-viable'
            ? 'It binds when the partnership has confirmed that enough schools have joined. Until then the school may withdraw.'
            : 'It binds next.',
      };
    case 'active': {
      const { open, next } = windowOn(offer, today);
      return {
        stands: `${school} subscribes until ${contract ? date(contract.ends) : ''}.`,
        next: open
          ? `${windowWords(open)}. There is nothing to do to go on.`
          : next
            ? `There is nothing to do. The next days for notice are ${date(next.from)} to ${date(next.to)}.`
            : 'There is nothing to do. The subscription ends by itself.',
      };
    }
    case 'notice-given':
      return {
        stands: `Notice was given on ${at(contract?.noticeAt)}. The subscription ends on ${contract ? date(contract.ends) : ''}.`,
        next: 'Everything that is owed can be used until then.',
      };
    case 'ended':
      return {
        stands: `The subscription ended on ${contract ? date(contract.ends) : ''}.`,
        next: 'A leader of the school may say that it means to subscribe again.',
      };
    case 'withdrawn':
      return {
        stands: `${school} withdrew on ${at(contract?.withdrawnAt)}, before anything was binding.`,
        next: 'A leader of the school may say that it means to subscribe after all.',
      };
  }
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
