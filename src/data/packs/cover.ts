import type { Cover, Text } from '../../platform/documents';
import { capital, counted, date, listed } from '../../platform/words';
import { yearName } from '../../schools';
import { besideWords } from '../school/told';
import { lowerFirst } from './blocks';
import type { OwnPack } from './own-content';
import type { PartnershipPack } from './partnership-content';
import type { PackRow } from './rows';
import { type PackPart, peopleWords, type SchoolPack } from './school-content';
import type { Printed } from './school-paper';

/** Whose pack it is and for whom, of which years, and what it says in some sentences. */
export const schoolCover = (pack: SchoolPack, printed: Printed): Cover => ({
  kind: 'Data pack',
  facts: [
    { key: 'School', value: `${pack.school.name}, URN ${pack.school.urn}` },
    ...(pack.partnership ? [{ key: 'Partnership', value: pack.partnership }] : []),
    { key: 'For', value: pack.audience === 'governors' ? 'Governors: small groups are hidden' : 'Leaders' },
    ...yearsOf(pack.parts.flatMap(({ year, trends }) => [year, ...trends.flatMap(({ rows }) => rows.map(shownYear))])),
    ...madeBy(printed),
  ],
  summary: [
    ...pack.parts.map(partSentences),
    ...ownSentence(pack.own, 'the school’s own files of pupils'),
    missing(pack.notHere),
  ],
});

export const partnershipCover = (pack: PartnershipPack, printed: Printed): Cover => ({
  kind: 'Data pack of the partnership',
  facts: [
    { key: 'Partnership', value: `${pack.name}, ${counted(pack.schools, 'school')}` },
    {
      key: 'For',
      value: pack.own
        ? 'Its members: contains figures that are not published'
        : 'Everybody: published figures, schools by name',
    },
    ...yearsOf(pack.parts.map(({ year }) => year)),
    ...madeBy(printed),
  ],
  summary: [
    ...pack.findings.map(({ title, text }): Text => [{ strong: `${title}. ` }, text]),
    ...ownSentence(pack.own, 'the files of pupils that its schools share'),
    missing(pack.notHere),
  ],
});

const shownYear = ({ year }: PackRow): number => year;

function yearsOf(all: readonly number[]): Cover['facts'] {
  if (all.length === 0) return [];
  const [first, last] = [Math.min(...all), Math.max(...all)];
  return [{ key: 'Years', value: first === last ? yearName(last) : `${yearName(first)} to ${yearName(last)}` }];
}

const madeBy = ({ organisation, today }: Printed): Cover['facts'] => [
  { key: 'Made', value: organisation ? `${date(today)}, by ${organisation}` : date(today) },
];

/** What stands out above and below England, and how much is too close to call; where nothing can be called, the figures themselves. */
function partSentences(part: PackPart): Text {
  const rows = part.headlines.filter(({ value }) => value !== null);
  const of = (word: string) => rows.filter(({ against }) => against === word);
  const [above, below, close] = [of('Above'), of('Below'), of('Too close to call')];
  const worded = Map.groupBy(
    rows.filter(({ against }) => /average$/i.test(against ?? '')),
    ({ against }) => (against ?? '').toLowerCase(),
  );
  const said = [
    ...(above.length > 0 ? [`Above England: ${together(above)}.`] : []),
    ...(below.length > 0 ? [`Below England: ${together(below)}.`] : []),
    ...(close.length > 0 ? [closeSentence(close, above.length + below.length === 0)] : []),
    ...(worded.size > 0
      ? [`In the department’s words: ${[...worded].map(([word, some]) => `${word} in ${together(some)}`).join('; ')}.`]
      : []),
  ];
  const start = { strong: `${part.dataset.short}, ${yearName(part.year)}. ` };
  if (rows.length === 0) return [start, 'No headline has a figure.'];
  if (said.length > 0) return [start, [peopleWords(part), ...said].filter(Boolean).join(' ')];
  return [start, `${capital(together(rows.slice(0, mostNamed)))}.`];
}

/** Of a list that goes on nobody reads the end. */
const mostNamed = 3;

function closeSentence(rows: readonly PackRow[], all: boolean): string {
  const [first] = rows;
  if (rows.length === 1 && first) return `Too close to call: ${nameOf(first)}.`;
  return all
    ? `${rows.length === 2 ? 'Both' : `All ${rows.length}`} headlines that can be compared are too close to England to call.`
    : `${rows.length} more headlines are too close to England to call.`;
}

/** Names have commas within. */
const together = (rows: readonly PackRow[]): string => rows.map(figureOf).join('; ');

const nameOf = ({ measure }: PackRow): string => `${lowerFirst(measure.name)}, ${measure.second}`;

const figureOf = (row: PackRow): string =>
  `${nameOf(row)} (${row.own}${row.england && row.measure.by_definition === undefined ? `, England ${besideWords(row.england, row.measure)}` : ''})`;

const ownSentence = (own: OwnPack | null, from: string): Text[] => {
  if (!own) return [];
  const titles = [
    ...new Set(own.parts.map(({ title, year }) => `${lowerFirst(title)} of ${yearName(year)}`)),
    ...(own.attendance ? [`attendance by half-term of ${yearName(own.attendance.year)}`] : []),
    ...(own.activity ? [`activity by month of ${yearName(own.activity.year)}`] : []),
  ];
  return [[{ strong: 'Not published. ' }, `Worked out from ${from}: ${listed(titles)}.`]];
};

/** A cover is a page: what would fill it stands behind it alone. */
const mostLetters = 600;

function missing(notHere: readonly string[]): Text {
  const words = notHere.join(' ');
  return [
    { strong: 'What is not here. ' },
    words.length > mostLetters ? 'Some figures and schools: they are listed at the end, before the releases.' : words,
  ];
}
