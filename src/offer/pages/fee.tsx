import { type Drawings, drawings, lineChart } from '../../platform/charts';
import { ChartFigure, DataTable, Details, Panel } from '../../platform/ui';
import { count, date, money } from '../../platform/words';
import { type Fee, type FeeLine, fee, instalments, perPupil } from '../price';
import type { Offer } from '../schema/schema';
import { type Asked, snapshotOf } from './asked';
import { paymentsWords } from './words';

export const feeFor = (offer: Offer, asked: Pick<Asked, 'sector' | 'status' | 'category'>, pupils: number) =>
  fee(offer, { ...snapshotOf(asked, true), pupils }, offer.year);

/**
 * The least and the most that any school pays; no most where each further pupil costs more. Null where every fee is
 * agreed by hand.
 */
export function feeRange(offer: Offer): { low: number; high: number | null } | null {
  const kinds = offer.sectors.flatMap((sector) =>
    offer.statuses.map((status) => ({ sector: sector.id, status: status.id, category: null })),
  );
  const ofSize = (pupils: number) =>
    kinds.flatMap((kind) => {
      const found = feeFor(offer, kind, pupils);
      return found.ok ? [found.value.pence] : [];
    });
  const [none, many, more] = [ofSize(0), ofSize(50_000), ofSize(100_000)];
  if (none.length === 0) return null;
  const high = Math.max(...many);
  return { low: Math.min(...none), high: high === Math.max(...more) ? high : null };
}

/** The figure that people came for, and what it is made of. */
export function FeeCard({ offer, asked }: { offer: Offer; asked: Asked }) {
  const found = feeFor(offer, asked, asked.pupils);
  if (!found.ok)
    return (
      <Panel kind="white">
        <p class="m-stat__label">Your fee for {offer.year}</p>
        <p class="m-number">{found.reason === 'by-hand' ? 'Agreed with you' : 'Not stated'}</p>
        <p>
          {found.reason === 'by-hand'
            ? 'The fee of a school like yours is worked out together with you. Ask us.'
            : 'The partnership has not stated a price for this year.'}
        </p>
        <Join offer={offer} />
      </Panel>
    );
  const each = perPupil(found.value.pence, asked.pupils);
  return (
    <Panel kind="white">
      <p class="m-stat__label">Your fee for {offer.year}</p>
      <p class="m-stat__value">
        <span class="m-number">{money(found.value.pence)}</span>
      </p>
      <p class="m-quiet">
        {[each === null ? null : `${money(each)} a pupil`, ...paymentsInWords(offer, found.value)]
          .filter(Boolean)
          .join(', or ')}
      </p>
      <FeeLines fee={found.value} />
      <Details summary="When it is paid">
        {offer.contract.plans.map(({ id, name }) => (
          <>
            <p>
              <strong>{name}</strong>
            </p>
            <ul class="govuk-list">
              {instalments(offer, found.value.pence, id, offer.year).map(({ due, pence }) => (
                <li>
                  {date(due)}: {money(pence)}
                </li>
              ))}
            </ul>
          </>
        ))}
      </Details>
      <Join offer={offer} />
    </Panel>
  );
}

const Join = ({ offer }: { offer: Offer }) => (
  <Details summary="How to join">
    <p>Ask whoever suits you best:</p>
    <ul class="govuk-list govuk-list--bullet">
      {offer.communication.prospectRoutes.map((way) => (
        <li>{way}</li>
      ))}
    </ul>
    {offer.contract.binding === 'when-viable' && (
      <p>An intention does not bind you. It becomes a contract only when enough schools have joined.</p>
    )}
  </Details>
);

const FeeLines = ({ fee: { lines, pence } }: { fee: Fee }) => (
  <table class="m-table">
    <caption class="govuk-visually-hidden">What the fee is made of</caption>
    <tbody>
      {lines.map((line) => (
        <tr>
          <th scope="row">{lineWords(line)}</th>
          <td class="m-table__cell--end">{money(line.pence)}</td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">Fee</th>
        <td class="m-table__cell--end">{money(pence)}</td>
      </tr>
    </tfoot>
  </table>
);

/** What one line of a fee is for: "315 pupils at £4". */
export function lineWords(line: FeeLine): string {
  switch (line.what) {
    case 'base':
      return 'Base fee';
    case 'pupils':
      return `${line.capped ? 'The first ' : ''}${count(line.counted)} ${line.counted === 1 ? 'pupil' : 'pupils'} at ${money(line.eachPence)}`;
    case 'joined-late':
      return `Less ${count(line.months)} ${line.months === 1 ? 'month' : 'months'} that had passed`;
    case 'tax':
      return `Tax at ${line.percent}%`;
  }
}

/** "three payments of £920", for each plan that has more than one. */
const paymentsInWords = (offer: Offer, { pence, year }: Fee): string[] =>
  offer.contract.plans
    .filter(({ due }) => due.length > 1)
    .map(({ id }) => paymentsWords(instalments(offer, pence, id, year)));

/** Nought, the most, and the least where its words have room between those. */
const feeTicks = (least: number, most: number): number[] => [
  ...new Set(Math.min(least, most - least) < most / 8 ? [0, most] : [0, least, most]),
];

interface Growth {
  points: { x: number; y: number }[];
  pupils: number;
  own: number;
  least: number;
  most: number;
  /** Nobody pays more than the most. */
  levels: boolean;
  end: number;
}

const draw = ({ points, pupils, own, least, most, levels, end }: Growth): Promise<Drawings> =>
  drawings(lineChart, {
    width: 460,
    height: 270,
    x: { label: 'pupils', domain: [0, end], ticks: [0, 1, 2, 3, 4].map((quarter) => (end * quarter) / 4) },
    // A fee of nothing still needs a scale.
    y: { label: '', format: money, domain: [0, Math.max(most, 100) * 1.12], ticks: feeTicks(least, most) },
    lines: [{ points, tone: 'ink' }],
    marks: [{ x: pupils, y: own, label: `You, ${money(own)}` }],
    rules: levels ? [{ y: most, label: `never more than ${money(most)}` }] : [],
  });

/** How the fee follows from the number of pupils, as a drawing, a sentence and a table. Null where it is agreed by hand. */
export async function feeGrowth(offer: Offer, asked: Asked) {
  const at = (pupils: number) => {
    const found = feeFor(offer, asked, pupils);
    return found.ok ? found.value.pence : null;
  };
  const least = at(0);
  const own = at(asked.pupils);
  if (least === null || own === null) return null;
  const caps = (offer.fee.prices.find(({ year }) => year === offer.year)?.rules ?? []).flatMap(
    ({ capPupils }) => capPupils ?? [],
  );
  const end = Math.ceil(Math.max(1000, asked.pupils * 1.25, ...caps.map((cap) => cap * 1.5)) / 200) * 200;
  const turns = [...new Set([0, ...caps.filter((cap) => cap < end), asked.pupils, end])].sort((a, b) => a - b);
  const most = at(end)!;
  const levels = caps.some((cap) => cap < end && at(cap) === most) && most > least;
  const grows = most > least;
  const points = turns.map((x) => ({ x, y: at(x)! }));
  const drawn = await draw({ points, pupils: asked.pupils, own, least, most, levels, end });
  const steps = [
    ...new Set([
      ...Array.from({ length: 11 }, (_, i) => Math.round((end * i) / 10)),
      ...caps.filter((cap) => cap < end),
      asked.pupils,
    ]),
  ].sort((a, b) => a - b);
  return (
    <ChartFigure
      level={2}
      title="How the fee grows"
      sentence={
        grows
          ? `From ${money(least)} ${levels ? `to never more than ${money(most)}` : `with no pupils to ${money(most)} with ${count(end)}`}. ${offer.fee.formula}`
          : `${money(own)}, whatever the number of pupils. ${offer.fee.formula}`
      }
      {...drawn}
      table={
        <DataTable
          caption="The fee by number of pupils"
          rows={steps}
          columns={[
            { key: 'pupils', header: 'Pupils', cell: (pupils) => count(pupils), name: true },
            { key: 'fee', header: 'Fee', cell: (pupils) => money(at(pupils)!), align: 'end', figure: true },
            {
              key: 'each',
              header: 'A pupil',
              cell: (pupils) => {
                const each = perPupil(at(pupils)!, pupils);
                return each === null ? null : money(each);
              },
              align: 'end',
            },
          ]}
        />
      }
    />
  );
}
