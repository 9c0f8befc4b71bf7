import { Button, ButtonGroup, Notice, Radios, Section } from '../../../platform/ui';
import { date, moment, money } from '../../../platform/words';
import { type SchoolHead, SchoolHeader, type SchoolTab } from '../../../schools';
import type { Asked, Round } from '../queries';
import type { Outcome, Vote } from '../vote';
import { answerWords, conditionalWords } from '../words';
import { Paragraphs } from './paragraphs';
import { Result } from './vote-page';

interface SchoolView {
  school: SchoolHead;
  tabs: readonly SchoolTab[];
}

export interface ConfirmView extends SchoolView {
  /** Null where the school has not been asked. */
  found: { round: Round; asked: Asked } | null;
  /** What the school would pay in the offer's first year by the offer that is asked about; null where nobody knows yet. */
  fee: { year: string; pence: number | null };
  /** What was signed stays as it was signed. */
  signed: boolean;
  /** Viability is confirmed: nobody is asked any more. */
  closed: boolean;
  error?: string | undefined;
}

/** Does the school stay? For its leaders. */
export const ConfirmPage = ({ school, tabs, found, fee, signed, closed, error }: ConfirmView) => (
  <>
    <SchoolHeader school={school} tabs={tabs} at="" />
    <h2>Do you confirm or withdraw?</h2>
    {found === null ? (
      <p>
        {school.name} has not been asked. <a href={`/schools/${school.urn}/subscription`}>See the subscription</a>
      </p>
    ) : (
      <>
        {found.asked.answer && (
          <Notice kind="hint" title={`${answerWords(found.asked.answer).text}.`}>
            {found.asked.answeredName}, {found.asked.answeredAt && moment(found.asked.answeredAt)}
          </Notice>
        )}
        <p>{conditionalWords}: so far, schools have signed for less than the offer needs. So the offer was changed.</p>
        <Paragraphs text={found.round.changes} />
        <p>
          <a href="/offer">Read the offer as it is now</a>. {feeWords(fee)}{' '}
          {signed && 'What you have signed stays as you signed it, unless you withdraw.'}
        </p>
        {closed || found.asked.answer === 'withdrawn' ? (
          <p>
            {closed
              ? 'Viability is confirmed since, so there is nothing to answer any more.'
              : 'You have withdrawn. To come back, say anew that you mean to subscribe.'}{' '}
            <a href={`/schools/${school.urn}/subscription`}>See the subscription</a>
          </p>
        ) : (
          <form method="post" action={`/schools/${school.urn}/subscription/confirm`} novalidate>
            <input type="hidden" name="round" value={found.round.id} />
            <Radios
              id="answer"
              name="answer"
              legend={`Please answer by ${date(found.round.answerBy)}`}
              value={found.asked.answer ?? undefined}
              error={error}
              choices={[
                {
                  value: 'confirmed',
                  text: 'We confirm',
                  hint: signed
                    ? 'We stay, knowing what has changed.'
                    : 'We mean to subscribe to the offer as it is now.',
                },
                {
                  value: 'withdrawn',
                  text: 'We withdraw',
                  hint: 'It costs nothing. You can say anew that you mean to subscribe.',
                },
              ]}
            />
            <ButtonGroup>
              <Button>Send our answer</Button>
              <a href={`/schools/${school.urn}/subscription`}>Not now</a>
            </ButtonGroup>
          </form>
        )}
      </>
    )}
  </>
);

const feeWords = ({ year, pence }: ConfirmView['fee']): string =>
  pence === null ? '' : `By it you would pay ${money(pence)} for ${year}.`;

export interface BallotView extends SchoolView {
  /** Null where there is no vote. */
  vote: Vote | null;
  outcome: Outcome | null;
  chosen: number | null;
  over: boolean;
  error?: string | undefined;
}

/** The school's vote. For its leaders. */
export const BallotPage = ({ school, tabs, vote, outcome, chosen, over, error }: BallotView) => (
  <>
    <SchoolHeader school={school} tabs={tabs} at="" />
    <h2>{vote ? vote.question : 'Your vote as a member'}</h2>
    {vote === null && <p>Nothing is put to members at the moment.</p>}
    {vote && over && outcome && (
      <>
        <p>
          The vote ended on {date(vote.ends)}.{' '}
          {chosen === null ? 'You did not vote.' : `You chose: ${wordsOf(vote, chosen)}.`}
        </p>
        <Result vote={vote} outcome={outcome} shown />
      </>
    )}
    {vote && !over && (
      <Section title={`Vote until ${date(vote.ends)}`} rule="heather">
        {chosen !== null && (
          <Notice kind="hint" title="You have voted.">
            {wordsOf(vote, chosen)}. You can change it until the end of {date(vote.ends)}.
          </Notice>
        )}
        <form method="post" action={`/schools/${school.urn}/subscription/vote`} novalidate>
          <input type="hidden" name="vote" value={vote.id} />
          <Radios
            id="option"
            name="option"
            legend="Which do you choose?"
            hint="One vote for the whole school. Whoever of its leaders votes last decides."
            value={chosen === null ? undefined : String(chosen)}
            error={error}
            choices={vote.options.map(({ number, words }) => ({ value: String(number), text: words }))}
          />
          <Button>{chosen === null ? 'Cast our vote' : 'Change our vote'}</Button>
        </form>
      </Section>
    )}
  </>
);

const wordsOf = (vote: Vote, chosen: number): string =>
  vote.options.find(({ number }) => number === chosen)?.words ?? '';
