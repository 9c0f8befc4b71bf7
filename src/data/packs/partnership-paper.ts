import type { Block, PdfDocument, Strips } from '../../platform/documents';
import { capital, count, counted } from '../../platform/words';
import { yearName } from '../../schools';
import { besideWords, ends, scaleOf } from '../school/told';
import { figureWords } from '../school/words';
import { againstWord, drawnRow, namesFor, rangeColumn, sharedEnds } from './blocks';
import { partnershipCover } from './cover';
import { eachOnce, endBlocks } from './ends';
import { measuresOfOwn, rowsOfOwn } from './own-content';
import { ownBlocks } from './own-paper';
import { type PartnershipPack, type PartnershipPart, type Ranked, rangeOf } from './partnership-content';
import type { Printed } from './school-paper';

/** A partnership's pack as a document: a cover, its means on the page behind it, then its schools side by side, measure by measure. */
export function partnershipPaper(pack: PartnershipPack, printed: Printed): PdfDocument {
  const { organisation, today } = printed;
  const measures = [
    ...eachOnce(pack.parts.flatMap(({ ranked }) => ranked.map(({ measure }) => measure))),
    ...measuresOfOwn(pack.own),
  ];
  const [main] = pack.parts;
  return {
    title: pack.name,
    subtitle: [
      { strong: `Data pack of the partnership${main ? `, ${yearName(main.year)}` : ''}.` },
      ` ${counted(pack.schools, 'school')}. Published figures, schools by name.`,
    ],
    author: organisation || 'Mesters',
    organisation,
    date: today,
    cover: partnershipCover(pack, printed),
    foot: `${counted(pack.releases.length, 'release')}. Methods and releases: at the end.`,
    body: [
      ...(main ? firstPage(pack) : pack.own ? [] : nothing),
      ...pack.parts.flatMap((part) => partBlocks(part)),
      ...ownBlocks(pack.own, { own: 'Its schools', city: null, partnership: null }, 'partnership'),
      { kind: 'heading', text: 'What is not here' },
      { kind: 'list', items: pack.notHere },
      ...endBlocks(measures, pack.releases, [
        ...pack.parts.flatMap(({ ranked }) => ranked.flatMap(({ rows }) => rows)),
        ...rowsOfOwn(pack.own),
      ]),
    ],
  };
}

const nothing: Block[] = [
  {
    kind: 'panel',
    body: [
      { kind: 'heading', text: 'No figures of its schools are loaded' },
      { kind: 'paragraph', text: 'They will stand here, side by side, once files that have them are brought in.' },
    ],
  },
];

const firstPage = (pack: PartnershipPack): Block[] => [
  ...(pack.findings.length > 0
    ? [
        {
          kind: 'findings' as const,
          level: 1 as const,
          items: pack.findings.map(({ title, text }) => ({ heading: title, text })),
        },
      ]
    : []),
  ...firstParts(pack).flatMap((part) => meansOf(part, pack.city)),
  {
    kind: 'note',
    text: 'The dot is the mean of the partnership’s schools, weighted by pupils; the pale band goes from its lowest school to its highest. A mean has no likely range of its own here: whether a school differs from England is said in the lists that follow.',
  },
  { kind: 'page-break' },
  ...pack.parts.filter((part) => !firstParts(pack).includes(part)).flatMap((part) => meansOf(part, pack.city)),
];

/** Millimetres that means may take of the first page: results first, then what else there is room for. */
const roomOnFirstPage = 215;

function firstParts({ parts }: PartnershipPack): PartnershipPart[] {
  let used = 0;
  return parts.filter(({ ranked }) => {
    const tables = new Set(ranked.map(({ measure }) => measure.format)).size;
    const height = 12 + tables * 9 + ranked.length * 9;
    if (used + height > roomOnFirstPage) return false;
    used += height;
    return true;
  });
}

const meansOf = (part: PartnershipPart, city: string | null): Block[] => [
  { kind: 'heading', text: headingOf(part) },
  ...[...Map.groupBy(part.ranked, ({ measure }) => measure.format).values()].map((some) => means(some, city)),
];

const headingOf = ({ dataset, sector, year }: PartnershipPart): string =>
  `${dataset.short}${sector === null ? '' : `, ${sector} schools`}, ${yearName(year)}`;

/** The means of a partnership, each measure a row. */
function means(all: readonly Ranked[], city: string | null): Strips {
  const { head, nameOf } = namesFor(all);
  return {
    kind: 'strips',
    name: head,
    count: 'Schools',
    own: 'Mean',
    range: 'Schools',
    ends: sharedEnds(all),
    beside: [
      { heading: 'England', mark: 'line' },
      ...(city === null ? [] : [{ heading: city, mark: 'below' as const }]),
      { heading: 'Pupils' },
    ],
    rows: all.map(({ measure, rows, mean, england, city: authority, schools, withheld, pupils }) => {
      const values = rows.flatMap(({ value }) => value ?? []);
      const [low, high] = [Math.min(...values), Math.max(...values)];
      return {
        name: nameOf(measure),
        count: withheld > 0 ? `${schools} of ${schools + withheld}` : String(schools),
        own: mean ? figureWords(mean.value, measure) : '',
        range: values.length > 1 ? `${plainWords(low, measure)} to ${plainWords(high, measure)}` : '',
        ...(mean ? {} : { missing: 'Cannot be weighted' }),
        scale: scaleOf(measure),
        ...(values.length > 1 ? { band: { low, high } } : {}),
        ...(mean ? { value: mean.value } : {}),
        ...(england ? { line: england.value } : {}),
        ...(authority ? { below: authority.value } : {}),
        beside: [
          england ? besideWords(england, measure) : '',
          ...(city === null ? [] : [authority ? besideWords(authority, measure) : '']),
          pupils > 0 ? count(pupils) : '',
        ],
      };
    }),
  };
}

/** In a range a percentage stands without its sign. */
const plainWords = (value: number, measure: Ranked['measure']): string => figureWords(value, measure).replace('%', '');

const partBlocks = (part: PartnershipPart): Block[] => [
  { kind: 'heading', text: `${headingOf(part)}: school by school` },
  ...part.ranked.flatMap((ranked): Block[] => [
    { kind: 'heading', level: 2, text: `${ranked.measure.name}, ${ranked.measure.second}` },
    { kind: 'paragraph', text: sentenceOf(ranked) },
    schoolsStrips(ranked),
  ]),
];

/** What the list says, before it is read. */
function sentenceOf({ rows, mean, england, measure }: Ranked): string {
  const clear = rows.filter((row) => row.clear && row.value !== null);
  const shown = rows.filter(({ value }) => value !== null).length;
  const without = rows.length - shown;
  const word = measure.format === 'progress' ? 'not average' : 'clearly different from England';
  const who = !isCalled({ rows })
    ? 'Likely ranges are not known here, so no school is called different from England.'
    : `${
        clear.length === 0
          ? 'No school is clearly different from England'
          : `${counted(clear.length, 'school')} of ${shown} ${clear.length === 1 ? 'is' : 'are'} ${word}`
      }${without === 0 ? '' : `; ${without} ${without === 1 ? 'has' : 'have'} no figure`}.`;
  return `${who}${mean ? ` Mean ${figureWords(mean.value, measure)}` : ''}${mean && england ? `, England ${figureWords(england.value, measure)}.` : mean ? '.' : ''}`;
}

/** Whether of any of its schools it can be said that it differs from England. */
const isCalled = ({ rows }: Pick<Ranked, 'rows'>): boolean =>
  rows.some(({ range, against }) => range || /average$/i.test(against ?? ''));

/** A ranked dot plot that is a table: each school on one scale, with its likely range, England and the partnership's mean. */
function schoolsStrips(ranked: Ranked): Strips {
  const withPupils = ranked.rows.some(({ pupils }) => pupils !== null);
  const withAgainst = isCalled(ranked);
  return {
    kind: 'strips',
    name: 'School',
    list: true,
    ...(withPupils ? { count: 'Pupils' } : {}),
    own: capital(ranked.measure.format === 'percent' ? 'figure' : ranked.measure.format),
    ...rangeColumn(ranked.rows),
    ends: ends(ranked.measure),
    beside: [
      { heading: 'England', mark: 'line' },
      { heading: 'Mean', mark: 'above' },
      ...(withAgainst ? [{ heading: 'Against England', wide: true }] : []),
    ],
    rows: ranked.rows.map((row) => {
      const { below: _, above: __, ...drawn } = drawnRow(row);
      return {
        ...drawn,
        range: rangeOf(row),
        name: row.school,
        ...(withPupils ? { count: row.pupils === null ? '' : count(row.pupils) } : {}),
        ...(ranked.mean ? { above: ranked.mean.value } : {}),
        beside: [
          row.england ? besideWords(row.england, row.measure) : '',
          ranked.mean ? figureWords(ranked.mean.value, row.measure) : '',
          ...(withAgainst ? [againstWord(row)] : []),
        ],
      };
    }),
  };
}
