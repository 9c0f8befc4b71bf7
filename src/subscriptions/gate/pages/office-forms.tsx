import { Button, ButtonGroup, DateInput, PageHeading, Textarea, TextInput } from '../../../platform/ui';
import { counted, date } from '../../../platform/words';
import type { AskForm, VoteForm } from '../forms';
import type { Gate } from '../queries';

/** Asks every school that has signed or means to whether it stays. */
export const AskPage = ({ gate, number, form }: { gate: Gate; number: number; form: AskForm }) => (
  <>
    <PageHeading
      eyebrow={`${gate.published.offer.name}, version ${gate.published.version}`}
      title="Ask each school to confirm or withdraw"
      lead={`${counted(gate.intents.length, 'school')} will be asked: those that have signed, and those that mean to. Each of their leaders gets a letter with what you write here.`}
    />
    <p>
      The newest version of the offer was published on{' '}
      {date(gate.published.publishedAt.toZonedDateTimeISO('Europe/London').toPlainDate())}. Publish the changed offer
      first: <a href="/offer/versions">versions of the offer</a>.
    </p>
    <form method="post" action="/subscriptions/gate/ask" novalidate>
      <input type="hidden" name="year" value={gate.year} />
      <input type="hidden" name="number" value={number} />
      <Textarea
        id="changes"
        name="changes"
        label="What has changed?"
        hint="In plain words, for the school’s leaders"
        value={form.changes}
        error={form.errors.changes}
      />
      <DateInput
        id="answerBy"
        name="answerBy"
        legend="By when do you hope for an answer?"
        hint="An answer that comes later still counts"
        values={form.answerBy}
        error={form.errors['answerBy-day']}
      />
      <ButtonGroup>
        <Button>Ask {counted(gate.intents.length, 'school')}</Button>
        <a href="/subscriptions/gate">Cancel</a>
      </ButtonGroup>
    </form>
  </>
);

/** Options that are put to all members. */
export const OpenVotePage = ({ gate, number, form }: { gate: Gate; number: number; form: VoteForm }) => {
  const each = gate.published.offer.members.votesEach;
  return (
    <>
      <PageHeading
        eyebrow={gate.published.offer.name}
        title="Put options to all members"
        lead={`Every member school has ${counted(each, 'vote')}, cast by one of its leaders, whether or not it means to subscribe. They can change it until the end of the last day.`}
      />
      <form method="post" action="/subscriptions/gate/vote" novalidate>
        <input type="hidden" name="year" value={gate.year} />
        <input type="hidden" name="number" value={number} />
        <TextInput
          id="question"
          name="question"
          label="What are members asked?"
          value={form.question}
          error={form.errors.question}
        />
        <Textarea
          id="options"
          name="options"
          label="Options"
          hint="Two or more, each on a line of its own"
          value={form.options}
          error={form.errors.options}
        />
        <DateInput
          id="ends"
          name="ends"
          legend="Last day of the vote"
          values={form.ends}
          error={form.errors['ends-day']}
        />
        <ButtonGroup>
          <Button>Open the vote</Button>
          <a href="/subscriptions/gate">Cancel</a>
        </ButtonGroup>
      </form>
    </>
  );
};
