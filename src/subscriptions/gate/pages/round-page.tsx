import {
  Button,
  ButtonGroup,
  DataTable,
  PageHeading,
  Radios,
  Second,
  Section,
  Tag,
  TextInput,
} from '../../../platform/ui';
import { counted, date, moment } from '../../../platform/words';
import type { Asked, Round } from '../queries';
import { answerWords } from '../words';
import { Paragraphs } from './paragraphs';

/** One time that schools were asked: who has answered what. */
export const RoundPage = ({ round, asked, may }: { round: Round; asked: readonly Asked[]; may: boolean }) => {
  const of = (answer: Asked['answer']) => asked.filter((one) => one.answer === answer).length;
  return (
    <>
      <PageHeading
        eyebrow={`Round ${round.number}, ${moment(round.askedAt)}`}
        title={`${counted(of('confirmed'), 'school')} stay, ${counted(of('withdrawn'), 'withdraws', 'withdraw')}`}
        lead={
          of(null) === 0
            ? 'Every school has answered.'
            : `${counted(of(null), 'school')} have not answered yet. Answers were hoped for by ${date(round.answerBy)}.`
        }
        actions={<a href="/subscriptions/gate">Test again</a>}
      />
      <Paragraphs text={round.changes} />
      <Section title="Schools asked" rule="under">
        <DataTable
          caption="Schools asked, with their answers"
          captionHidden
          rows={asked}
          columns={[
            {
              key: 'name',
              header: 'School',
              name: true,
              cell: ({ urn, name }) => <a href={`/schools/${urn}/subscription`}>{name}</a>,
            },
            {
              key: 'answer',
              header: 'Answer',
              figure: true,
              cell: ({ answer }) => {
                const { text, tone } = answerWords(answer);
                return <Tag tone={tone}>{text}</Tag>;
              },
            },
            {
              key: 'who',
              header: 'By',
              plain: true,
              cell: ({ answeredName, answeredAt, note }) =>
                answeredAt && (
                  <>
                    {answeredName}, {moment(answeredAt)}
                    {note && <Second>{note}</Second>}
                  </>
                ),
            },
            ...(may
              ? [
                  {
                    key: 'record',
                    header: 'Write down an answer',
                    verb: true,
                    cell: ({ urn, name, answer }: Asked) =>
                      answer !== 'withdrawn' && (
                        <a href={`/subscriptions/gate/rounds/${round.number}/schools/${urn}`}>
                          {answer === null ? 'Write down' : 'Change'}
                          <span class="govuk-visually-hidden"> the answer of {name}</span>
                        </a>
                      ),
                  },
                ]
              : []),
          ]}
        />
      </Section>
    </>
  );
};

export interface AnswerForm {
  answer: string;
  note: string;
  errors: { answer?: string; note?: string };
}

/** The office writes down what a school has told it. */
export const RecordPage = ({ round, asked, form }: { round: Round; asked: Asked; form: AnswerForm }) => (
  <>
    <PageHeading
      eyebrow={`Round ${round.number}`}
      title={`What does ${asked.name} say?`}
      lead="Write down what one of its leaders has told you."
    />
    <form method="post" action={`/subscriptions/gate/rounds/${round.number}/schools/${asked.urn}`} novalidate>
      <input type="hidden" name="round" value={round.id} />
      <Radios
        id="answer"
        name="answer"
        legend="Their answer"
        value={form.answer}
        error={form.errors.answer}
        choices={[
          { value: 'confirmed', text: 'It confirms' },
          {
            value: 'withdrawn',
            text: 'It withdraws',
            hint: 'It leaves at once. To come back it says anew that it means to subscribe.',
          },
        ]}
      />
      <TextInput
        id="note"
        name="note"
        label="How do you know?"
        hint="Who said so, when, and how"
        value={form.note}
        error={form.errors.note}
      />
      <ButtonGroup>
        <Button>Save the answer</Button>
        <a href={`/subscriptions/gate/rounds/${round.number}`}>Cancel</a>
      </ButtonGroup>
    </form>
  </>
);
