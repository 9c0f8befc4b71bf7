import type { Block, PdfDocument, Run } from '../../platform/documents';
import { capital, counted, date } from '../../platform/words';
import { yearName } from '../../schools';
import type { Measure } from '../catalogue/catalogue';
import { titles } from '../school/choose';
import { figureStrips, lowerFirst, type Places } from './blocks';
import { schoolCover } from './cover';
import { differences } from './differs';
import { dayOf, eachOnce, endBlocks } from './ends';
import { groupBlocks, hiddenGroups, showsGroups } from './groups';
import { measuresOfOwn, rowsOfOwn } from './own-content';
import { ownBlocks } from './own-paper';
import type { PackRow } from './rows';
import { type PackPart, peopleWords, rateWords, type SchoolPack } from './school-content';
import { subjectBlocks } from './subjects';
import { trendBlocks } from './trends';

/** Whose name stands on it, and when it is printed. */
export interface Printed {
  organisation: string;
  today: Temporal.PlainDate;
}

/** A school's pack as a document: a cover, a first page that stands alone, and what proves it. */
export function schoolPaper(pack: SchoolPack, printed: Printed): PdfDocument {
  const { organisation, today } = printed;
  const [main, ...rest] = pack.parts;
  const places: Places = { own: 'This school', city: pack.city, partnership: pack.partnership };
  return {
    title: pack.school.name,
    subtitle: main ? subtitleOf(pack, main) : [{ strong: 'Data pack.' }, ' ', forWhom(pack)],
    author: organisation || 'Mesters',
    organisation: pack.partnership ?? organisation,
    date: today,
    cover: schoolCover(pack, printed),
    foot: footOf(pack),
    body: [
      ...(main ? firstPage(pack, main, places) : pack.own ? [] : nothing(pack)),
      ...(main
        ? [
            ...moreGroups(main, places),
            ...subjectBlocks(main.subjects, 1, subjectNote),
            ...overTheYears(main, places),
            ...moreMeasures(main, places),
          ]
        : []),
      ...rest.flatMap((part) => partBlocks(part, places)),
      ...ownBlocks(pack.own, places, 'school'),
      ...differences(pack.own, publishedOf(pack)),

      ...exclusionBlocks(pack),
      ...inspectionBlocks(pack),
      { kind: 'heading', text: 'What is not here' },
      { kind: 'list', items: pack.notHere },
      ...endBlocks(measuresOfPack(pack), pack.releases, rowsOfPack(pack)),
    ],
  };
}

const subjectNote =
  'Subjects of the English Baccalaureate. Entered: of all pupils. Grades: in English and maths of all pupils, in the others of those entered. Their definitions are in the spreadsheet.';

export const forWhom = ({ audience }: Pick<SchoolPack, 'audience'>): string =>
  audience === 'governors' ? 'For governors: small groups hidden.' : 'For leaders.';

function subtitleOf(pack: SchoolPack, { dataset, year, headlines }: PackPart): Run[] {
  const name = headlines.find(({ release }) => release !== null)?.release;
  const release = pack.releases.find((one) => one.name === name);
  const stage = release ? ` ${capital(release.stage)}, ${date(dayOf(release.acceptedAt))}.` : '';
  return [{ strong: `${dataset.short} data pack, ${yearName(year)}.` }, `${stage} ${forWhom(pack)}`];
}

function footOf({ parts, releases }: SchoolPack): string {
  const [main] = parts;
  const name = main?.headlines.find(({ release }) => release !== null)?.release;
  const first = releases.find((one) => one.name === name);
  if (!main || !first) return 'No figures of this school are loaded. Methods and releases: at the end.';
  const others = releases.length - 1;
  const rest = others > 0 ? `, and ${counted(others, 'other')}` : '';
  return `Release ${first.name}, ${counted(first.rows ?? 0, 'row')}${rest}. Methods and releases: at the end.`;
}

const nothing = (pack: SchoolPack): Block[] => [
  {
    kind: 'panel',
    body: [
      { kind: 'heading', text: 'No figures about this school are loaded' },
      {
        kind: 'paragraph',
        text: `Its results, attendance and pupils will stand here once files that have them are brought in, each with its likely range, with England${pack.city ? `, ${pack.city}` : ''}${pack.partnership ? ` and ${pack.partnership}` : ''} beside it.`,
      },
    ],
  },
];

/** Millimetres that tables may take of a first page, below its findings; about what a table's head and its rows take. */
const roomOnFirstPage = 184;
const fullEnough = 0.6;
const heightOf = (rows: readonly PackRow[], letters = 30): number =>
  rows.reduce((sum, { measure }) => sum + (`${measure.name}, ${measure.second}`.length > letters ? 9 : 6.2), 19);

function firstPage(pack: SchoolPack, main: PackPart, places: Places): Block[] {
  const groups = main.groups.find(showsGroups);
  const formats = [...Map.groupBy(main.headlines, ({ measure }) => measure.format).values()];
  let used = formats.reduce((sum, rows) => sum + heightOf(rows, 50), 0) + (groups ? heightOf(groups, 1000) : 0);
  // What room is left is for attendance and pupils, so that who reads one page alone knows the school.
  const more = pack.parts.slice(1).flatMap((part): Block[] => {
    const rows = part.headlines.filter(({ value }) => value !== null);
    if (rows.length === 0 || used + heightOf(rows) > roomOnFirstPage) return [];
    used += heightOf(rows);
    return [{ kind: 'heading', text: `${part.dataset.short}, ${yearName(part.year)}` }, figureStrips(rows, places)];
  });
  return [
    ...(pack.findings.length > 0
      ? [
          {
            kind: 'findings' as const,
            level: 1 as const,
            items: pack.findings.map(({ title, text }) => ({ heading: title, text })),
          },
        ]
      : [{ kind: 'paragraph' as const, text: peopleWords(main) }]),
    ...byFormat(main.headlines, places, 'Headlines'),
    ...(groups ? groupBlocks(groups, places) : hiddenGroups(main.groups)),
    ...more,
    { kind: 'note', text: [peopleWords(main), main.note].filter(Boolean).join(' ') },
    // A page of which most would stay empty is none that stands alone.
    ...(used > roomOnFirstPage * fullEnough ? [{ kind: 'page-break' as const }] : []),
  ];
}

/** Measures of one kind stand together on one scale. */
const byFormat = (rows: readonly PackRow[], places: Places, first: string | null): Block[] =>
  [...Map.groupBy(rows, ({ measure }) => measure.format)].flatMap(([format, some], at): Block[] => [
    { kind: 'heading', level: first === null ? 2 : 1, text: at === 0 && first !== null ? first : titles[format] },
    figureStrips(some, places),
  ]);

/** What follows the first page, which has the first table, or says that there is none. */
function moreGroups({ groups }: PackPart, places: Places): Block[] {
  const [first, ...more] = groups.filter(showsGroups);
  const alike = more.flatMap((rows) => groupBlocks(rows, places));
  return first
    ? [
        ...alike.map((block) => (block.kind === 'heading' ? { ...block, listed: false } : block)),
        ...hiddenGroups(groups),
      ]
    : [];
}

function overTheYears({ trends }: PackPart, places: Places, level: 1 | 2 = 1): Block[] {
  if (trends.length === 0) return [];
  return [
    { kind: 'heading', level, text: 'Over the years' },
    ...trends.flatMap((trend) => trendBlocks(trend, places, level === 1 ? 2 : 3)),
  ];
}

const moreMeasures = ({ more, dataset, year }: PackPart, places: Places): Block[] =>
  more.length === 0
    ? []
    : [
        { kind: 'heading', text: `More measures of ${lowerFirst(dataset.short)}, ${yearName(year)}` },
        ...byFormat(more, places, null),
      ];

function firstGroups({ groups }: PackPart, places: Places): Block[] {
  const first = groups.find(showsGroups);
  return first ? groupBlocks(first, places) : hiddenGroups(groups);
}

/** Another dataset of the school: its own newest year, and how it went. */
const partBlocks = (part: PackPart, places: Places): Block[] => [
  { kind: 'heading', text: `${part.dataset.short}, ${yearName(part.year)}` },
  ...(peopleWords(part) ? [{ kind: 'paragraph' as const, text: peopleWords(part) }] : []),
  ...[...Map.groupBy([...part.headlines, ...part.more], ({ measure }) => measure.format)].map(([, rows]) =>
    figureStrips(rows, places),
  ),
  ...subjectBlocks(part.subjects, 2, subjectNote),
  ...firstGroups(part, places),
  ...(part.groups.length > 1 && part.groups.some(showsGroups)
    ? [{ kind: 'note' as const, text: 'The groups of the other measures are in the spreadsheet.' }]
    : []),
  ...(part.note ? [{ kind: 'note' as const, text: part.note }] : []),
  ...overTheYears(part, places, 2),
];

function exclusionBlocks({ exclusions, city, school }: SchoolPack): Block[] {
  const measures = eachOnce(exclusions.map(({ measure }) => measure));
  const years = [...new Set(exclusions.map(({ year }) => year))].sort((a, b) => b - a);
  if (city === null || years.length === 0) return [];
  const at = (measure: Measure, year: number) =>
    exclusions.find((one) => one.measure === measure && one.year === year) ?? null;
  return [
    { kind: 'heading', text: `Exclusions in ${city}` },
    {
      kind: 'paragraph',
      text: `Published by authority only: these are the rates of all ${school.sector} schools of ${city} together and not this school’s, for every 100 pupils, with England’s beside them.`,
    },
    {
      kind: 'table',
      columns: [
        { heading: 'Year' },
        ...measures.flatMap(({ name }) => [
          { heading: name, align: 'right' as const, width: 2 },
          { heading: 'England', align: 'right' as const, width: 1.2 },
        ]),
      ],
      rows: years.map((year) => [
        yearName(year),
        ...measures.flatMap((measure) => {
          const found = at(measure, year);
          return [[{ strong: rateWords(found?.city ?? null, measure) }], rateWords(found?.england ?? null, measure)];
        }),
      ]),
    },
  ];
}

function inspectionBlocks({ school }: SchoolPack): Block[] {
  if (school.inspections.length === 0) return [];
  return [
    { kind: 'heading', text: 'Inspections' },
    {
      kind: 'table',
      columns: [
        { heading: 'Inspected', width: 1 },
        { heading: 'Outcome', width: 2 },
      ],
      rows: school.inspections.map(({ inspected, outcome, urn }) => [
        `${date(inspected)}${urn === school.urn ? '' : `, as URN ${urn}`}`,
        outcome,
      ]),
    },
  ];
}

const publishedOf = ({ parts }: SchoolPack): PackRow[] =>
  parts.flatMap(({ headlines, more, trends }) => [...headlines, ...more, ...trends.flatMap(({ rows }) => rows)]);

const rowsOfPack = ({ parts, own }: SchoolPack): PackRow[] => [
  ...parts.flatMap(({ headlines, more, groups, trends }) => [
    ...headlines,
    ...more,
    ...groups.flat(),
    ...trends.flatMap(({ rows }) => rows),
  ]),
  ...rowsOfOwn(own),
];

/** Every measure that stands in a pack. */
export const measuresOfPack = ({
  parts,
  exclusions,
  own,
}: Pick<SchoolPack, 'parts' | 'exclusions' | 'own'>): Measure[] => [
  ...eachOnce(
    [...parts.flatMap(({ headlines, more, groups }) => [...headlines, ...more, ...groups.flat()]), ...exclusions].map(
      ({ measure }) => measure,
    ),
  ),
  ...measuresOfOwn(own),
];
