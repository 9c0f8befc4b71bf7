import { DataFoot, DataTable, PageHeading, Section } from '../../../platform/ui';
import { count, counted, date } from '../../../platform/words';
import type { Counted } from '../rules';
import type { Outcome, Vote } from '../vote';
import { resultWords } from '../words';

interface VoteView {
  vote: Vote;
  outcome: Outcome;
  over: boolean;
  /** The reader works for the partnership, and sees how it stands. */
  office: boolean;
}

/** What members are asked, and what they decided. */
export const VotePage = ({ vote, outcome, over, office }: VoteView) => (
  <>
    <PageHeading
      eyebrow={over ? `The vote ended on ${date(vote.ends)}` : `Members vote until ${date(vote.ends)}`}
      title={vote.question}
      lead={
        over
          ? resultWords(outcome.leading)
          : office
            ? `${counted(outcome.members, 'member')} of ${count(outcome.of)} have voted so far. Members see the count when the vote has ended.`
            : `The count stands here from ${date(vote.ends.add({ days: 1 }))}.`
      }
    />
    <Result vote={vote} outcome={outcome} shown={over || office} />
    <DataFoot>
      Each member has {counted(vote.votesEach, 'vote')}, cast by one of its leaders. Who chose what is not shown.
      {(over || office) &&
        ` ${counted(outcome.members, 'member')} voted; the newest census counts ${counted(outcome.of, 'school')}.`}
    </DataFoot>
  </>
);

export const Result = ({ vote, outcome, shown }: { vote: Vote; outcome: Outcome; shown: boolean }) => (
  <Section title="The options" rule="petrol">
    {shown ? (
      <DataTable<Counted>
        caption="Options and their votes"
        captionHidden
        rows={outcome.options}
        columns={[
          { key: 'words', header: 'Option', name: true, cell: ({ words }) => words, total: 'Together' },
          {
            key: 'votes',
            header: 'Votes',
            align: 'end',
            figure: true,
            strong: true,
            cell: ({ votes }) => count(votes),
            total: count(outcome.members * vote.votesEach),
          },
        ]}
      />
    ) : (
      <ol class="govuk-list govuk-list--number">
        {vote.options.map(({ words }) => (
          <li>{words}</li>
        ))}
      </ol>
    )}
  </Section>
);
