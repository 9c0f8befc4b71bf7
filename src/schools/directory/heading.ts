import { count, counted } from '../../platform/words';
import type { Elsewhere, FilterChoices, Found, SchoolFilter } from './queries';
import { sectorWords } from './words';

/** What was found, in words: "29 schools in Locality C"; where nothing was, what there is besides. */
export function headingOf(filter: SchoolFilter, choices: FilterChoices, found: Found): string {
  const { near, elsewhere, total } = found;
  if (near === null && elsewhere === null)
    return [counted(total, kindOf(filter, choices)), ...placesOf(filter, choices), filter.q && `for “${filter.q}”`]
      .filter(Boolean)
      .join(' ');
  const kind = kindOf(filter, choices, elsewhere?.without === 'open' ? filter.open : undefined);
  const none = [
    'No',
    kind,
    ...placesOf(filter, choices),
    `${isName(filter.q) ? 'is called' : 'fits'} “${filter.q}”`,
  ].join(' ');
  return [
    elsewhere ? `${none}; ${elsewhereWords(elsewhere, filter)}` : none,
    near && (total === 1 ? 'One is spelt nearly so' : `${count(total)} are spelt nearly so`),
  ]
    .filter(Boolean)
    .join('. ');
}

/** "closed academy primary school". What the directory does not know is in no list either, so it has no name here. */
const kindOf = (
  filter: SchoolFilter,
  choices: FilterChoices,
  open = filter.open === 'closed' ? 'closed' : '',
): string =>
  [
    open,
    choices.statuses.includes(filter.status) && sectorWords(filter.status),
    choices.sectors.includes(filter.sector) && sectorWords(filter.sector),
    'school',
  ]
    .filter(Boolean)
    .join(' ');

function placesOf(filter: SchoolFilter, choices: FilterChoices): string[] {
  const partnership = choices.partnerships.find((one) => one.id === filter.partnership);
  const trust = trustOf(filter, choices);
  return [
    ...(partnership ? [`in ${partnership.name}`] : []),
    ...(trust ? [`of ${trust.name}`] : []),
    ...(filter.trust === 'none' ? ['in no trust'] : []),
  ];
}

const trustOf = ({ trust }: SchoolFilter, { trusts }: FilterChoices) =>
  typeof trust === 'number' ? trusts.find((one) => one.id === trust) : undefined;

/** "3 of other sectors are". */
function elsewhereWords({ without, total }: Elsewhere, filter: SchoolFilter): string {
  const one = total === 1;
  const words = {
    sector: one ? 'of another sector' : 'of other sectors',
    status: one ? 'of another status' : 'of other statuses',
    partnership: 'elsewhere',
    trust: filter.trust === 'none' ? 'in a trust' : 'elsewhere',
    open: `that ${one ? 'is' : 'are'} ${filter.open === 'closed' ? 'open' : 'closed'}`,
    all: one ? 'other' : 'others',
  }[without];
  const verb = isName(filter.q) ? ['is', 'are'] : ['does', 'do'];
  return `${count(total)} ${words} ${verb[one ? 0 : 1]}`;
}

/** A postcode or a number is nobody's name. */
const isName = (typed: string): boolean => !/\d/.test(typed);
