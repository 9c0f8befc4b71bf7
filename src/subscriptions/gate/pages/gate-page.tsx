import {
  Button,
  ButtonLink,
  Columns,
  DataFoot,
  DataTable,
  ExportLinks,
  MoneyBar,
  MoneySwatch,
  Notice,
  PageHeading,
  Progress,
  Refresh,
  Section,
  Tag,
} from '../../../platform/ui';
import { count, counted, date, moment, money } from '../../../platform/words';
import type { Gate, Progress as HowFar, Round, Test } from '../queries';
import { mayAsk } from '../round';
import { passes } from '../rules';
import { isOver, type Vote } from '../vote';
import { drawWords, gateWords, incomeWords, standingTag } from '../words';

export interface GateView {
  gate: Gate;
  progress: HowFar;
  /** Jobs still wait or run. */
  running: boolean;
  tests: readonly Test[];
  rounds: readonly (Round & { asked: number; answered: number })[];
  votes: readonly Vote[];
  today: Temporal.PlainDate;
  /** The reader may decide. */
  may: boolean;
}

/** Whether the offer runs on what has been signed, and what is done about it. */
export const GatePage = (view: GateView) => {
  const { gate } = view;
  const { offer } = gate.published;
  return (
    <>
      <PageHeading
        eyebrow={offer.name}
        title={gate.confirmed ? `Viability of ${gate.year} is confirmed` : gateWords(gate)}
        actions={
          <>
            <Tag tone={gate.confirmed ? 'done' : standingTag[gate.state].tone}>
              {gate.confirmed ? 'Confirmed' : standingTag[gate.state].text}
            </Tag>
            <a href="/subscriptions/model">Three-year model</a>
            <a href="/subscriptions/viability">What if?</a>
            <ExportLinks csv="/subscriptions/gate.csv" excel="/subscriptions/gate.xlsx" />
          </>
        }
      />
      {gate.confirmed && <Begun {...view} />}
      <Money gate={gate} />
      {!gate.confirmed && <Next {...view} />}
      <Before {...view} />
      <DataFoot>
        {offer.name}, version {gate.published.version}. A fee that a contract has fixed counts as it is; another is
        worked out from the newest census. What is only indicated{' '}
        {offer.funding.viability.basis === 'indicated' ? 'counts towards the line.' : 'is shown and does not count.'}
      </DataFoot>
    </>
  );
};

function Money({ gate }: { gate: Gate }) {
  const { contracted, indicated } = gate;
  const { offer } = gate.published;
  const { line, target } = offer.funding.viability;
  const draw = drawWords(offer, gate.drawPence);
  const rows = [
    { name: 'Contracted', income: contracted, says: 'accepted or binding' },
    { name: 'Indicated', income: indicated, says: 'an intention, or a form under way' },
  ];
  return (
    <Section title="Income against the line" rule="petrol">
      <MoneyBar
        says={`Contracted: ${incomeWords(contracted)}. Indicated: ${incomeWords(indicated)}. ${gateWords(gate)}`}
        inside={contracted.pence > 0.5 * target ? `${money(contracted.pence)} contracted` : undefined}
        parts={rows.map(({ name, income }) => ({ label: name, pence: income.pence }))}
        lines={[
          { label: `Viable from ${money(line)}`, pence: line },
          ...(line === target ? [] : [{ label: `Target ${money(target)}`, pence: target }]),
        ]}
      />
      <DataTable
        caption="What is contracted and what is indicated"
        captionHidden
        rows={rows}
        columns={[
          {
            key: 'name',
            header: 'Income',
            name: true,
            cell: ({ name, says }) => (
              <>
                <MoneySwatch index={name === 'Contracted' ? 0 : 1} /> {name}, {says}
              </>
            ),
            total: 'Together',
          },
          {
            key: 'schools',
            header: 'Schools',
            align: 'end',
            cell: ({ income }) => count(income.schools),
            total: count(contracted.schools + indicated.schools),
          },
          {
            key: 'unknown',
            header: 'Fee not known yet',
            align: 'end',
            wideOnly: true,
            cell: ({ income }) => (income.unknown > 0 ? count(income.unknown) : null),
            total: count(contracted.unknown + indicated.unknown),
          },
          {
            key: 'pence',
            header: 'Income',
            align: 'end',
            figure: true,
            strong: true,
            cell: ({ income }) => money(income.pence),
            total: money(contracted.pence + indicated.pence),
          },
        ]}
      />
      {draw && <p>{draw}</p>}
    </Section>
  );
}

/** What follows from where the income stands, and the one button for it. */
function Next(view: GateView) {
  const { gate, may, today } = view;
  const running = view.votes.find(({ ends }) => !isOver(ends, today));
  const ending = view.rounds[0];
  return (
    <Section title="What happens now" rule="heather">
      <p>
        <strong>{gate.outcome.next}</strong>
      </p>
      {!may && <p>This is decided by the chief executive, an administrator or the finance officer.</p>}
      {may && passes(gate) && (
        <form method="post" action="/subscriptions/gate/confirm">
          <input type="hidden" name="year" value={gate.year} />
          <p>
            Confirming makes {counted(gate.contracted.schools, 'contract')} binding: each school’s fee is fixed, what it
            is owed is granted, and its payments are planned. A form that is accepted later is binding at once. It
            cannot be taken back.
          </p>
          <Button>Confirm viability</Button>
        </form>
      )}
      {may && gate.state === 'near' && (
        <ol class="govuk-list govuk-list--number">
          <li>
            Change the offer and its budgets, and <a href="/offer/versions">publish the new version</a>.
          </li>
          <li>
            {mayAsk(gate) ?? <a href="/subscriptions/gate/ask">Ask each school to confirm or withdraw</a>}
            {ending && ` Asked last on ${date(ending.askedAt.toZonedDateTimeISO('Europe/London').toPlainDate())}.`}
          </li>
          <li>Test again: this page counts anew each time it is opened.</li>
        </ol>
      )}
      {may &&
        gate.state === 'below' &&
        (running ? (
          <Notice kind="hint" title="Members are voting." action={<a href={voteHref(running)}>See the vote</a>}>
            Until {date(running.ends)}.
          </Notice>
        ) : (
          <ButtonLink href="/subscriptions/gate/vote">Put options to all members</ButtonLink>
        ))}
    </Section>
  );
}

/** How far the schools are. */
function Begun({ gate, progress, running, may }: GateView) {
  const left = progress.of - progress.done;
  return (
    <div class="m-section">
      <p class="m-lead">
        Since {gate.confirmed && moment(gate.confirmed.at)}.{left > 0 && ' Contracts become binding one by one.'}
      </p>
      <Refresh id="begun" every={2} href="/subscriptions/gate" running={running}>
        {progress.of > 0 && (
          <Progress
            id="begun-progress"
            label={left === 0 ? 'Every contract is binding' : 'Contracts made binding'}
            done={progress.done}
            total={progress.of}
            noun="done"
          />
        )}
        {progress.refused.length > 0 && (
          <Section
            title={`${counted(progress.refused.length, 'school')} ${progress.refused.length === 1 ? 'needs' : 'need'} a hand`}
            rule="heather"
          >
            <DataTable
              caption="Schools whose contract could not be made binding"
              captionHidden
              rows={progress.refused}
              columns={[
                {
                  key: 'name',
                  header: 'School',
                  name: true,
                  cell: ({ urn, name }) => <a href={`/schools/${urn}/subscription`}>{name}</a>,
                },
                { key: 'why', header: 'Why', plain: true, cell: ({ words }) => words },
              ]}
            />
          </Section>
        )}
        {left > 0 && !running && may && (
          <form method="post" action="/subscriptions/gate/again">
            <input type="hidden" name="year" value={gate.year} />
            <Button kind="secondary">Try again with {counted(left, 'school')}</Button>
          </form>
        )}
      </Refresh>
    </div>
  );
}

/** What has been done so far. */
function Before({ tests, rounds, votes, today }: GateView) {
  return (
    <Columns split="halves">
      {rounds.length > 0 && (
        <Section title="Schools asked" rule="under">
          <DataTable
            caption="Times that schools were asked"
            captionHidden
            rows={rounds}
            columns={[
              {
                key: 'round',
                header: 'Round',
                name: true,
                cell: ({ number, askedAt }) => (
                  <a href={`/subscriptions/gate/rounds/${number}`}>
                    Round {number}, {moment(askedAt)}
                  </a>
                ),
              },
              {
                key: 'answered',
                header: 'Answered',
                align: 'end',
                figure: true,
                cell: ({ asked, answered }) => `${count(answered)} of ${count(asked)}`,
              },
            ]}
          />
        </Section>
      )}
      {votes.length > 0 && (
        <Section title="Votes" rule="under">
          <ul class="govuk-list">
            {votes.map((vote) => (
              <li>
                <a href={voteHref(vote)}>{vote.question}</a>{' '}
                {isOver(vote.ends, today) ? `Ended on ${date(vote.ends)}.` : `Until ${date(vote.ends)}.`}
              </li>
            ))}
          </ul>
        </Section>
      )}

      {tests.length > 0 && (
        <Section title="What stood when it was decided" rule="under">
          <DataTable
            caption="What stood against the line when something was decided"
            captionHidden
            rows={tests}
            columns={[
              { key: 'at', header: 'When', name: true, cell: ({ at, byName }) => `${moment(at)}, ${byName}` },
              { key: 'why', header: 'What', plain: true, cell: ({ why }) => whyWords[why] },
              {
                key: 'pence',
                header: 'Contracted',
                align: 'end',
                figure: true,
                cell: ({ contracted, contractedPence }) =>
                  `${money(contractedPence)}, ${counted(contracted, 'school')}`,
              },
            ]}
          />
        </Section>
      )}
    </Columns>
  );
}

const whyWords: Record<Test['why'], string> = {
  confirmed: 'Viability confirmed',
  asked: 'Schools asked',
  vote: 'Options put to members',
};

export const voteHref = ({ year, number }: Pick<Vote, 'year' | 'number'>): string =>
  `/subscriptions/votes/${year.replace('/', '-')}/${number}`;
