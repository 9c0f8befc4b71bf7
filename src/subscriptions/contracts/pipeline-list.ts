import type { Offer } from '../../offer';
import type { Cell, ExportTable } from '../../platform/documents';
import { inOrder, type Order, readOrder } from '../../platform/ui';
import { sectorName, statusName } from '../words';
import type { ContractLine } from './lists';
import { dayOf, type State, states } from './state';
import { stateName } from './words';

/** The list of all schools on the road: what of it is shown, and in which order. */
export interface PipelineWish {
  state: State | null;
  sector: string;
  partnership: string;
  order: Order<(typeof keys)[number]>;
}

const keys = ['name', 'state', 'sector', 'partnership', 'fee', 'since'] as const;

export function readPipeline(query: URLSearchParams): PipelineWish {
  const word = (name: string) => (query.get(name) ?? '').slice(0, 100);
  return {
    state: states.find((state) => state === query.get('state')) ?? null,
    sector: word('sector'),
    partnership: word('partnership'),
    order: readOrder(query, keys, { key: 'name', dir: 'asc' }),
  };
}

export const shownLines = (lines: readonly ContractLine[], wish: PipelineWish): ContractLine[] =>
  inOrder(
    lines.filter(
      (line) =>
        (wish.state === null || line.state === wish.state) &&
        (wish.sector === '' || line.sector === wish.sector) &&
        (wish.partnership === '' || line.partnership?.id === wish.partnership),
    ),
    {
      name: ({ name }) => name,
      state: ({ state }) => states.indexOf(state),
      sector: ({ sector }) => sector,
      partnership: ({ partnership }) => partnership?.name ?? null,
      fee: ({ feePence }) => feePence,
      since: (line) => sinceOf(line)?.toString() ?? null,
    },
    wish.order,
  );

/** Since when it stands where it stands. */
export function sinceOf({ contract, state }: ContractLine): Temporal.PlainDate | null {
  if (!contract) return null;
  if (state === 'ended') return contract.ends;
  const last =
    contract.withdrawnAt ??
    contract.noticeAt ??
    contract.activeAt ??
    contract.acceptedAt ??
    contract.completedAt ??
    contract.formSentAt ??
    contract.indicatedAt;
  return dayOf(last);
}

export const pipelineTable = (offer: Offer, lines: readonly ContractLine[]): ExportTable => ({
  name: 'Subscriptions',
  columns: [
    { heading: 'URN', kind: 'identifier' },
    { heading: 'School', kind: 'text' },
    { heading: 'Sector', kind: 'text' },
    { heading: 'Status', kind: 'text' },
    { heading: 'Partnership', kind: 'text' },
    { heading: 'Trust', kind: 'text' },
    { heading: 'State', kind: 'text' },
    { heading: 'Since', kind: 'date' },
    { heading: 'Year', kind: 'text' },
    { heading: 'Fee', kind: 'money' },
    { heading: 'Fee is fixed', kind: 'text' },
  ],
  rows: lines.map((line): Cell[] => [
    line.urn,
    line.name,
    sectorName(offer, line.sector),
    statusName(offer, line.status),
    line.partnership?.name ?? null,
    line.trust?.name ?? null,
    stateName(line.state),
    sinceOf(line),
    line.year,
    line.feePence,
    line.fixed ? 'Yes' : 'No',
  ]),
});
