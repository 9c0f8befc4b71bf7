import { type Offer, type PublishedOffer, paymentsWords } from '../../offer';
import { drawings, lineChart } from '../../platform/charts';
import type { Result } from '../../platform/result';
import {
  Button,
  ButtonLink,
  ChartFigure,
  Chips,
  Columns,
  DataFoot,
  DataTable,
  Filters,
  Panel,
  Section,
  SummaryList,
  TextInput,
  withQuery,
} from '../../platform/ui';
import { count, counted, date, money } from '../../platform/words';
import { type SchoolHead, SchoolHeader, type SchoolTab } from '../../schools';
import { feeCurve } from '../fee-curve';
import { planOf, type Quote, type Quoted, type Refusal } from '../quote';
import { lineWords, pupilsWords, ruleLabel, sectorName, statusName } from '../words';

export interface QuoteView {
  /** What stands above each of the school's pages. */
  head: SchoolHead;
  tabs: readonly SchoolTab[];
  school: Quoted & { urn: number };
  published: PublishedOffer;
  answer: Result<Quote, Refusal>;
  year: string;
  planId: string;
  /** As it was typed; empty where the census decides. */
  pupils: string;
  error?: string | undefined;
}

/** What one school would pay, and how that comes about. */
export async function QuotePage(view: QuoteView) {
  const { published, answer } = view;
  const { offer } = published;
  return (
    <>
      <SchoolHeader
        school={view.head}
        tabs={view.tabs}
        at={`/schools/${view.school.urn}/quote`}
        lead={answer.ok ? <Lead quote={answer.value} /> : answer.reason.words}
        actions={<Years {...view} />}
      />
      {answer.ok ? (
        <Columns split="7-5">
          <div>
            <WhatItIsMadeOf quote={answer.value} />
            <WhenPaid quote={answer.value} />
            <Curve offer={offer} quote={answer.value} />
          </div>
          <div>
            <Panel>
              <AskForm {...view} />
            </Panel>
            <WhichPupils offer={offer} quote={answer.value} />
          </div>
        </Columns>
      ) : (
        <WayOn {...view} why={answer.reason.why} />
      )}
      <DataFoot>
        {offer.name}, version {published.version}. {offer.fee.formula} {provisional(offer)}
      </DataFoot>
    </>
  );
}

const Lead = ({ quote }: { quote: Quote }) => (
  <>
    <strong class="m-number">{money(quote.fee.pence)}</strong> for {quote.year}
    {quote.perPupil === null ? '' : `, ${money(quote.perPupil)} a pupil all in`}
    {quote.instalments.length > 1 ? `, or ${paymentsWords(quote.instalments)}` : ''}.
  </>
);

/** Where there is no quote: a number to type where that is what is missing, and what can be had without one. */
const WayOn = ({ why, ...view }: QuoteView & { why: Refusal['why'] }) => (
  <>
    {why === 'no-pupils' && (
      <Panel>
        <AskForm {...view} />
      </Panel>
    )}
    <ButtonLink kind="secondary" href={`/offer/schools/${view.school.urn}`}>
      What the school would get
    </ButtonLink>
  </>
);

/** Years that the contract would run for, each with its address. */
function Years({ published: { offer }, school, year, pupils, planId }: QuoteView) {
  const { years } = offer.contract;
  if (years.length < 2) return null;
  return (
    <Filters
      label="School year"
      items={years.map((one) => ({
        text: one,
        href: quoteAddress(offer, school.urn, { year: one, pupils, planId }),
        current: one === year,
      }))}
    />
  );
}

function AskForm({ published: { offer }, school, pupils, planId, year, error }: QuoteView) {
  const { plans } = offer.contract;
  return (
    <form action={`/schools/${school.urn}/quote`} method="get" novalidate class="m-no-print">
      <h2>Ask it another way</h2>
      <TextInput
        id="pupils"
        name="pupils"
        label="Number of pupils"
        hint={`${offer.contract.pupils.counted}. Leave it empty for the number of the newest census.`}
        width={5}
        numeric
        value={pupils}
        autocomplete="off"
        error={error}
      />
      {plans.length > 1 && (
        <Chips
          id="plan"
          name="plan"
          legend="How it would be paid"
          values={[planId]}
          choices={plans.map((plan) => ({ value: plan.id, text: plan.name }))}
        />
      )}
      {year !== offer.year && <input type="hidden" name="year" value={year.replace('/', '-')} />}
      <Button>Work it out</Button>
    </form>
  );
}

const WhatItIsMadeOf = ({ quote }: { quote: Quote }) => (
  <Section title="What the fee is made of" rule="petrol">
    <DataTable
      caption="What the fee is made of"
      captionHidden
      rows={quote.fee.lines}
      columns={[
        { key: 'what', header: 'For', name: true, cell: (line) => lineWords(line), total: 'Fee for the year' },
        {
          key: 'pence',
          header: 'Amount',
          align: 'end',
          figure: true,
          cell: (line) => money(line.pence),
          total: <strong>{money(quote.fee.pence)}</strong>,
        },
      ]}
    />
    {quote.fee.lines.map(
      (line) =>
        line.what === 'pupils' &&
        line.capped && (
          <p class="m-small">
            The school has {counted(quote.fee.pupils, 'pupil')}. No more than {count(line.counted)} are charged for.
          </p>
        ),
    )}
  </Section>
);

function WhenPaid({ quote }: { quote: Quote }) {
  const { school, year, plan, fee, typed } = quote;
  const pdf = withQuery(`/schools/${school.urn}/quote.pdf`, {
    pupils: typed ? fee.pupils : undefined,
    plan: plan.id,
    year: year.replace('/', '-'),
  });
  return (
    <Section
      title="When it is paid"
      rule="ink"
      intro={quote.instalments.length > 1 ? `${plan.name}. The parts add up to the fee, to the penny.` : undefined}
    >
      <DataTable
        caption="When it is paid"
        captionHidden
        rows={quote.instalments}
        columns={[
          { key: 'due', header: 'Due', name: true, cell: ({ due }) => date(due), total: 'Together' },
          {
            key: 'pence',
            header: 'Amount',
            align: 'end',
            figure: true,
            cell: ({ pence }) => money(pence),
            total: money(fee.pence),
          },
        ]}
      />
      <div class="govuk-button-group">
        <ButtonLink href={pdf}>Keep this quote as a PDF</ButtonLink>
        <a href={`/offer/schools/${school.urn}`}>What the school would get</a>
      </div>
    </Section>
  );
}

function WhichPupils({ offer, quote }: { offer: Offer; quote: Quote }) {
  const { school } = quote;
  const note = offer.sectors.find(({ id }) => id === school.sector)?.note;
  return (
    <Section title="Which pupils are counted" rule="ink">
      {pupilsWords(offer, quote).map((sentence) => (
        <p>{sentence}</p>
      ))}
      <SummaryList
        stacked
        rows={[
          {
            key: 'Sector and status',
            value: `${sectorName(offer, school.sector)}, ${statusName(offer, school.status).toLowerCase()}`,
          },
          ...(note ? [{ key: `For ${sectorName(offer, school.sector).toLowerCase()}`, value: note }] : []),
          { key: ruleLabel(quote), value: offer.contract.pupils.counted },
        ]}
      />
    </Section>
  );
}

async function Curve({ offer, quote }: { offer: Offer; quote: Quote }) {
  const curve = feeCurve(offer, quote.school, quote.year, quote.fee.pupils);
  if (!curve) return null;
  const { points, most, top } = curve;
  const drawn = await drawings(lineChart, {
    width: 560,
    x: { label: 'pupils', domain: [0, most] },
    y: { label: 'Fee', format: money },
    lines: [{ points, tone: 'ink' }],
    marks: [{ x: quote.fee.pupils, y: quote.fee.pence, label: `${money(quote.fee.pence)}` }],
    rules: top ? [{ y: top.pence, label: `never more than ${money(top.pence)}` }] : [],
    height: 260,
  });
  const flat = points.every(({ y }) => y === points[0]?.y);
  const sentence = flat
    ? `The fee is ${money(points[0]?.y ?? 0)} for every number of pupils.`
    : `The fee grows from ${money(points[0]?.y ?? 0)} without pupils${top ? ` to ${money(top.pence)} at ${count(top.pupils)}, and no further` : ''}. With ${count(quote.fee.pupils)} it is ${money(quote.fee.pence)}.`;
  return (
    <ChartFigure
      level={2}
      title="How the fee grows"
      sentence={sentence}
      {...drawn}
      table={
        <DataTable
          caption="Fee by number of pupils"
          captionHidden
          rows={points}
          columns={[
            { key: 'x', header: 'Pupils', name: true, cell: ({ x }) => count(x) },
            { key: 'y', header: 'Fee', align: 'end', figure: true, cell: ({ y }) => money(y) },
          ]}
        />
      }
    />
  );
}

/** What the partnership may still change. */
const provisional = (offer: Offer): string => {
  const questions = offer.settings.filter(({ id }) => offer.contract.provisional.includes(id));
  return questions.length > 0
    ? `Not final yet: ${questions.map(({ question }) => question.replace(/[.?]$/, '').toLowerCase()).join('; ')}.`
    : '';
};

/** The address of a quote, without what is as usual. */
export function quoteAddress(
  offer: Offer,
  urn: number,
  { year, pupils, planId }: { year?: string; pupils?: string; planId?: string },
): string {
  return withQuery(`/schools/${urn}/quote`, {
    pupils: pupils || undefined,
    plan: planId && planId !== planOf(offer).id ? planId : undefined,
    year: year && year !== offer.year ? year.replace('/', '-') : undefined,
  });
}
