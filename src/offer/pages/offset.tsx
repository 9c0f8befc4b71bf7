import { Button, Columns, Details, Panel } from '../../platform/ui';
import { listed, money } from '../../platform/words';
import type { Offer } from '../schema/schema';
import type { Span } from '../schema/words';
import { offset, type Spending, total, usualSpending } from '../value';
import type { Typed } from './asked';
import type { Owed } from './owed';
import { spanWords } from './words';

/** What somebody told the calculator: which parts they need, and what they pay for each today. */
export interface Replacing {
  needed: ReadonlySet<string>;
  /** As typed, by element. */
  typed: ReadonlyMap<string, string>;
  spending: Spending;
  faults: ReadonlyMap<string, string>;
}

/** No school spends more than this on one of these things. */
const mostPounds = 1_000_000;

/** Reads the calculator's part of the address. Untouched, it begins with every priced part and the offer's usual spending. */
export function readReplacing(offer: Offer, query: URLSearchParams, rows: readonly Owed[]): Replacing {
  const own = new Set(rows.map(({ id }) => id));
  if (!query.has('need') && ![...query.keys()].some((key) => key.startsWith('pays-'))) {
    const spending = Object.fromEntries(Object.entries(usualSpending(offer)).filter(([id]) => own.has(id)));
    return {
      needed: new Set(rows.filter(isPriced).map(({ id }) => id)),
      typed: new Map(Object.entries(spending).map(([id, { low }]) => [id, String(low / 100)])),
      spending,
      faults: new Map(),
    };
  }
  const typed = new Map(rows.map(({ id }) => [id, query.get(`pays-${id}`)?.trim() ?? '']));
  const faults = new Map<string, string>();
  const spending: Record<string, Span> = {};
  for (const [id, text] of typed) {
    if (text === '') continue;
    const span = readSpan(text);
    if (span === null)
      faults.set(
        id,
        'Enter an amount in pounds, like 500 or 320.50, or a low one and then a high one, like 250 to 400',
      );
    else spending[id] = span;
  }
  return { needed: new Set(query.getAll('need').filter((id) => own.has(id))), typed, spending, faults };
}

/** "£1,250.50" is 125050; null for what is no amount. */
export function readPounds(text: string): number | null {
  const figure = text.replace(/[£,\s]/g, '');
  if (!/^\d{1,7}(\.\d{1,2})?$/.test(figure)) return null;
  const pence = Math.round(Number(figure) * 100);
  return pence <= mostPounds * 100 ? pence : null;
}

/** One amount, or a low and a high one: "250 to 400", "£250–£400". Null for what is neither. */
export function readSpan(text: string): Span | null {
  const [low, high, ...more] = text.split(/\s+to\s+|\s*[-–]\s*/).map(readPounds);
  if (low === undefined || low === null || high === null || more.length > 0) return null;
  return high === undefined ? { low, high: low } : low <= high ? { low, high } : null;
}

export const isPriced = (row: Owed): boolean => row.worth.kind === 'stated' && !row.worth.apart;

export function OffsetPanel(props: {
  offer: Offer;
  feePence: number;
  rows: readonly Owed[];
  replacing: Replacing;
  action: string;
  typed: Typed | { year: string };
  /** It has the width of the page: the answer stands beside the questions. */
  wide?: boolean;
}) {
  const { offer, feePence, rows, replacing, action, typed, wide } = props;
  const priced = rows.filter(isPriced);
  const others = rows.filter((row) => !isPriced(row) && row.byCategory === null && !row.anyway);
  const openOthers = others.some(({ id }) => replacing.needed.has(id) || replacing.typed.get(id));
  const { net, replaced } = offset(offer, feePence, replacing.spending);
  const worth = total(
    rows.flatMap(({ id, worth }) => (worth.kind === 'stated' && replacing.needed.has(id) ? [worth.span] : [])),
  );
  const unpriced = others.filter(({ id }) => replacing.needed.has(id));
  const saves = net.high < 0;
  const form = (
    <form action={`${action}#replace`} method="get" novalidate>
      {Object.entries(typed).map(([name, value]) => value && <input type="hidden" name={name} value={value} />)}
      <Lines rows={priced} replacing={replacing} caption="What you need, and what you pay for it now" />
      {others.length > 0 && (
        <Details summary="Something else that it would replace" open={openOthers}>
          <Lines rows={others} replacing={replacing} caption="Other parts, without a stated value" />
        </Details>
      )}
      <Button kind="secondary">Work out the net cost</Button>
    </form>
  );
  const answer = (
    <>
      <table class="m-table">
        <caption class="govuk-visually-hidden">Net cost</caption>
        <tbody>
          <tr>
            <th scope="row">Stated value of what you ticked</th>
            <td class="m-table__cell--end">{spanWords(worth)}</td>
          </tr>
          <tr>
            <th scope="row">Fee</th>
            <td class="m-table__cell--end">{money(feePence)}</td>
          </tr>
          {replacing.faults.size === 0 && (
            <tr>
              <th scope="row">Less what you pay now</th>
              <td class="m-table__cell--end">{spanWords({ low: -replaced.low, high: -replaced.high }, ' to ')}</td>
            </tr>
          )}
        </tbody>
        <tfoot>
          {replacing.faults.size > 0 ? (
            // A sum that leaves out what could not be read would be taken for the answer.
            <tr>
              <th scope="row">Net cost</th>
              <td class="m-table__cell--end">when the amounts are right</td>
            </tr>
          ) : (
            <tr>
              <th scope="row">{saves ? 'You would save' : 'Net cost'}</th>
              <td class="m-table__cell--end">
                <span class="m-number">
                  {spanWords(saves ? { low: -net.high, high: -net.low } : net, net.low < 0 ? ' to ' : '–')}
                </span>
              </td>
            </tr>
          )}
        </tfoot>
      </table>
      {unpriced.length > 0 && (
        <p class="m-small">Ticked as well, without a stated value: {listed(unpriced.map(({ name }) => name))}.</p>
      )}
    </>
  );
  return (
    <Panel>
      <h2 id="replace">What would it replace?</h2>
      <p>{offer.offset.facts} Write one amount, or a low and a high one, such as 250 to 400.</p>
      {wide ? (
        <Columns split="7-5">
          {form}
          <div>{answer}</div>
        </Columns>
      ) : (
        <>
          {form}
          {answer}
        </>
      )}
    </Panel>
  );
}

const Lines = ({ rows, replacing, caption }: { rows: readonly Owed[]; replacing: Replacing; caption: string }) => (
  <table class="m-table">
    <caption class="govuk-visually-hidden">{caption}</caption>
    <thead>
      <tr>
        <th scope="col">Needed</th>
        <th scope="col">Paid now</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <Line row={row} replacing={replacing} />
      ))}
    </tbody>
  </table>
);

function Line({ row, replacing }: { row: Owed; replacing: Replacing }) {
  const error = replacing.faults.get(row.id);
  const field = `pays-${row.id}`;
  return (
    <tr>
      <th scope="row">
        <div class="govuk-checkboxes govuk-checkboxes--small">
          <div class="govuk-checkboxes__item">
            <input
              class="govuk-checkboxes__input"
              id={`need-${row.id}`}
              name="need"
              type="checkbox"
              value={row.id}
              checked={replacing.needed.has(row.id)}
            />
            <label class="govuk-label govuk-checkboxes__label" for={`need-${row.id}`}>
              {row.name}
            </label>
          </div>
        </div>
        {error && (
          <p id={`${field}-error`} class="govuk-error-message">
            <span class="govuk-visually-hidden">Error:</span> {error}
          </p>
        )}
      </th>
      <td class="m-table__cell--end">
        <label class="govuk-visually-hidden" for={field}>
          Paid now for {row.name}, in pounds: one amount, or low to high
        </label>
        <div class="govuk-input__wrapper">
          <div class="govuk-input__prefix" aria-hidden="true">
            £
          </div>
          <input
            class={`govuk-input govuk-input--width-5${error ? ' govuk-input--error' : ''}`}
            id={field}
            name={field}
            type="text"
            autocomplete="off"
            value={replacing.typed.get(row.id)}
            aria-describedby={error ? `${field}-error` : undefined}
          />
        </div>
      </td>
    </tr>
  );
}
