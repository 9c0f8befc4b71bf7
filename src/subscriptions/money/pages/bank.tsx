import { describeReject } from '../../../platform/reading';
import {
  Button,
  ButtonGroup,
  DataTable,
  EmptyState,
  FileForm,
  FileUpload,
  Filters,
  Notice,
  PageHeading,
  Radios,
  Second,
  Section,
  SummaryList,
  Tag,
  TextInput,
} from '../../../platform/ui';
import { counted, date, money } from '../../../platform/words';
import type { BankFile, BankRow } from '../bank/file';
import type { Match } from '../bank/matches';
import type { BankLine, BankState } from '../bank/service';
import { MoneyHeading } from './office';

const stateTexts: Record<BankState, string> = {
  open: 'To match',
  matched: 'Matched',
  'set-aside': 'Set aside',
  out: 'Paid out',
};

export const BankPage = ({
  lines,
  state,
  likely,
}: {
  lines: readonly BankLine[];
  state: BankState;
  likely: ReadonlyMap<string, Match>;
}) => (
  <>
    <MoneyHeading
      at="/money/bank"
      title="Bank statement"
      lead="Bring the statement as a CSV file from the bank. You look at each payment, and accept what it pays."
      actions={<a href="/money/bank/new">Bring a statement</a>}
    />
    <Section
      title={`${stateTexts[state]}: ${counted(lines.length, 'line')}`}
      aside={
        <Filters
          label="Which lines"
          items={Object.entries(stateTexts).map(([one, text]) => ({
            text,
            href: `/money/bank?state=${one}`,
            current: one === state,
          }))}
        />
      }
    >
      {lines.length === 0 ? (
        <EmptyState title="No line" level={3} action={<a href="/money/bank/new">Bring a statement</a>}>
          {state === 'open'
            ? 'Every payment that came in has been matched or set aside.'
            : 'There is none of this kind.'}
        </EmptyState>
      ) : (
        <DataTable<BankLine>
          caption="Lines of the bank statement"
          captionHidden
          rows={lines}
          columns={[
            {
              key: 'text',
              header: 'What the bank wrote',
              name: true,
              cell: ({ id, text, reference, fileName, line }) => (
                <>
                  <a href={`/money/bank/lines/${id}`}>{text || reference || 'No words'}</a>
                  <Second>
                    {reference && `${reference}. `}
                    {fileName}, line {line}
                  </Second>
                </>
              ),
            },
            { key: 'day', header: 'Day', cell: ({ day }) => date(day) },
            {
              key: 'match',
              header: 'Likely for',
              cell: ({ id, paymentId, setAsideWhy }) => {
                const match = likely.get(id);
                if (paymentId) return <a href={`/money/payments/${paymentId}`}>the payment</a>;
                if (setAsideWhy !== null) return setAsideWhy;
                return match ? matchWords(match) : null;
              },
            },
            { key: 'pence', header: 'Amount', align: 'end', figure: true, cell: ({ pence }) => money(pence) },
          ]}
        />
      )}
    </Section>
  </>
);

export const matchWords = ({ invoice, school }: Match): string =>
  invoice ? `${invoice.name}, ${school}` : `All that ${school} owes`;

export const BankUploadPage = ({ error }: { error?: string | undefined }) => (
  <>
    <PageHeading
      title="Bring a bank statement"
      lead="You see what is in it before anything is kept. A line that is here already is not added again."
    />
    <FileForm action="/money/bank/new">
      <FileUpload
        id="file"
        name="file"
        label="File"
        hint="A CSV file as the bank gives it, with headings: a date, a description, and an amount, or what was paid in and paid out."
        accept=".csv,.txt,text/csv"
        error={error}
      />
      <ButtonGroup>
        <Button>Look at this file</Button>
        <a href="/money/bank">Cancel</a>
      </ButtonGroup>
    </FileForm>
  </>
);

export const BankPreviewPage = ({
  id,
  name,
  rows,
  rejects,
  known,
}: BankFile & { id: string; name: string; known: ReadonlySet<string> }) => {
  const fresh = rows.filter(({ hash }) => !known.has(hash));
  return (
    <>
      <PageHeading
        eyebrow={name}
        title={`${counted(fresh.length, 'line')} to add`}
        lead={`${rows.length - fresh.length} of ${counted(rows.length, 'line')} ${rows.length - fresh.length === 1 ? 'is' : 'are'} here already. Nothing has been kept yet.`}
      />
      {rejects.length > 0 && (
        <Notice kind="clash" title={`${counted(rejects.length, 'problem')} in the file.`}>
          These rows cannot be taken. Mend the file and bring it again, or take the others and bring the mended rows
          later: what is here already is not added twice.
        </Notice>
      )}
      {rejects.length > 0 && (
        <ul>
          {rejects.slice(0, 100).map((reject) => (
            <li>{describeReject(reject)}</li>
          ))}
        </ul>
      )}
      <ButtonGroup>
        <form method="post" action={`/money/bank/statements/${id}/accept`}>
          <Button>{fresh.length === 0 ? 'Nothing to add: finish' : `Add ${counted(fresh.length, 'line')}`}</Button>
        </form>
        <form method="post" action={`/money/bank/statements/${id}/discard`}>
          <Button kind="secondary">Leave it</Button>
        </form>
      </ButtonGroup>
      <DataTable<BankRow>
        caption="Lines of the file"
        captionHidden
        rows={rows.slice(0, 1000)}
        columns={[
          {
            key: 'text',
            header: 'What the bank wrote',
            name: true,
            cell: ({ text, reference }) => [text, reference].filter(Boolean).join(', '),
          },
          { key: 'day', header: 'Day', cell: ({ day }) => date(day) },
          {
            key: 'new',
            header: 'New',
            plain: true,
            cell: ({ hash }) =>
              known.has(hash) ? <Tag tone="outline">Here already</Tag> : <Tag tone="petrol">New</Tag>,
          },
          { key: 'pence', header: 'Amount', align: 'end', figure: true, cell: ({ pence }) => money(pence) },
        ]}
      />
    </>
  );
};

export const BankLinePage = ({
  line,
  matches,
  error,
  typed,
  whyError,
}: {
  line: BankLine;
  matches: readonly Match[];
  error?: string | undefined;
  typed: string;
  whyError?: string | undefined;
}) => {
  const open = line.pence > 0 && line.paymentId === null && line.setAsideWhy === null;
  return (
    <>
      <PageHeading
        eyebrow={date(line.day)}
        title={`${money(line.pence)}: ${line.text || line.reference || 'no words'}`}
      />
      <SummaryList
        rows={[
          { key: 'Reference', value: line.reference || null },
          { key: 'From the file', value: `${line.fileName}, line ${line.line}` },
          ...(line.paymentId
            ? [{ key: 'Matched', value: <a href={`/money/payments/${line.paymentId}`}>See the payment</a> }]
            : []),
          ...(line.setAsideWhy === null ? [] : [{ key: 'Set aside', value: line.setAsideWhy }]),
        ]}
      />
      {open && (
        <Section title="What does it pay?" rule="heather">
          <form method="post" action={`/money/bank/lines/${line.id}/accept`} novalidate>
            {matches.length > 0 && (
              <Radios
                id="match"
                name="match"
                legend="Likely, by what the bank wrote and the amount"
                value={matchValue(matches[0])}
                choices={[
                  ...matches.map((match) => ({
                    value: matchValue(match),
                    text: `${matchWords(match)}: ${money(match.leftPence)} left`,
                    hint: `By ${match.why.join(', ')}`,
                  })),
                  { value: 'other', text: 'Something else, as written below' },
                ]}
              />
            )}
            <TextInput
              id="for"
              name="for"
              label="Or: an invoice, a school or a trust"
              hint="INV-00042, a URN, or the UID of a trust. For a school or a trust the oldest invoices are paid first."
              width={20}
              value={typed}
              error={error}
            />
            <Button>Accept</Button>
          </form>
          <h3>It is not for an invoice</h3>
          <form method="post" action={`/money/bank/lines/${line.id}/set-aside`} novalidate>
            <TextInput
              id="why"
              name="why"
              label="What is it?"
              hint="Such as: interest from the bank"
              error={whyError}
            />
            <Button kind="secondary">Set it aside</Button>
          </form>
        </Section>
      )}
    </>
  );
};

export const matchValue = (match: Match | undefined): string =>
  !match ? '' : match.invoice ? match.invoice.name : `school ${match.urn}`;
