import { z } from 'zod';
import source from './classification.yaml';

const text = z.string().min(1);
const sectorAndFunding = { sector: text, publicly_funded: z.boolean() };

const file = z
  .object({
    sectors: z.array(text),
    unknown: z.object({ ...sectorAndFunding, status: text }),
    counted_sectors: z.array(text),
    types: z.array(
      z.object({
        name: text,
        also: z.array(text).default([]),
        status: z.enum(['maintained', 'academy', 'other']),
        sector: text.optional(),
        publicly_funded: z.boolean().default(true),
        sixteen_to_nineteen: z.boolean().default(false),
      }),
    ),
    phases: z.record(text, text),
    flags: z.record(text, text),
    ages: z.array(z.object({ low: z.tuple([z.int(), z.int()]), high: z.tuple([z.int(), z.int()]), sector: text })),
    census_types: z.record(text, z.object({ ...sectorAndFunding, counted: z.boolean() })),
    establishment_numbers: z.array(z.object({ from: z.int(), to: z.int(), ...sectorAndFunding })),
    groups: z.record(text, z.object({ runs_schools: z.boolean(), schools: z.boolean().default(true) })),
    outcomes: z.record(text, z.int().min(1).max(4)),
    report_card: text,
    outcome_of_grade: z.record(text, text),
    requires_improvement_from: text,
  })
  .strict();

const words = file.parse(source);

/** Capitals, spaces and the shape of an apostrophe differ from file to file. */
const plain = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, ' ').replaceAll('’', "'");
const byName = <Value>(record: Readonly<Record<string, Value>>) =>
  new Map(Object.entries(record).map(([name, value]) => [plain(name), { name, value }]));

const types = new Map(words.types.flatMap((type) => [type.name, ...type.also].map((name) => [plain(name), type])));
const phases = byName(words.phases);
const censusTypes = byName(words.census_types);
const groups = byName(words.groups);
const outcomes = byName(words.outcomes);

/** What a file may say of a school's kind. */
export interface Published {
  type?: string | null;
  phase?: string | null;
  /** ISPRIMARY, ISSECONDARY, ISPOST16, as figures side by side: "110". */
  flags?: string | null;
  lowAge?: number | null;
  highAge?: number | null;
}

export interface Classified {
  /** The type in the one spelling that we keep; as published where we do not know it. */
  typeName: string | null;
  sector: string;
  status: string;
  publiclyFunded: boolean;
  /** False: a type that the list does not have. */
  known: boolean;
}

/** What a school is in our words, from what a file says. Nothing is refused: an unknown type has a sector by its phase or ages. */
export function classify(published: Published): Classified {
  const type = published.type ? types.get(plain(published.type)) : undefined;
  return {
    typeName: type?.name ?? published.type ?? null,
    sector: type?.sector ?? sectorOf(published),
    status: type?.status ?? words.unknown.status,
    publiclyFunded: type?.publicly_funded ?? words.unknown.publicly_funded,
    known: type !== undefined,
  };
}

function sectorOf({ phase, flags, lowAge, highAge }: Published): string {
  const byPhase = (phase ? phases.get(plain(phase))?.value : undefined) ?? (flags ? words.flags[flags] : undefined);
  if (byPhase !== undefined) return byPhase;
  if (lowAge == null || highAge == null) return words.unknown.sector;
  const within = (age: number, [from, to]: [number, number]) => age >= from && age <= to;
  return (
    words.ages.find(({ low, high }) => within(lowAge, low) && within(highAge, high))?.sector ?? words.unknown.sector
  );
}

/** Types that are never counted among the schools, in the spelling that we keep. */
export const sixteenToNineteen: readonly string[] = words.types.flatMap((type) =>
  type.sixteen_to_nineteen ? [type.name] : [],
);

/** Whether pupil numbers of such a school count, by what a list of schools says of it. */
export const countsAs = (school: { type_name: string | null; sector: string; publicly_funded: boolean }): boolean =>
  school.publicly_funded &&
  words.counted_sectors.includes(school.sector) &&
  !sixteenToNineteen.includes(school.type_name ?? '');

/** What the census says a school is; without its word, what the establishment number says. */
export function censusClass(
  type: string | null,
  establishmentNumber: number,
): {
  censusType: string | null;
  sector: string;
  status: string;
  publiclyFunded: boolean;
  counted: boolean;
  known: boolean;
} {
  const { status } = words.unknown;
  const named = type === null ? undefined : censusTypes.get(plain(type));
  if (named) {
    const { sector, counted, publicly_funded: publiclyFunded } = named.value;
    return { censusType: named.name, sector, status, publiclyFunded, counted, known: true };
  }
  const range = words.establishment_numbers.find(
    (one) => establishmentNumber >= one.from && establishmentNumber <= one.to,
  );
  const { sector, publicly_funded: publiclyFunded } = range ?? words.unknown;
  const counted = type === null && publiclyFunded && words.counted_sectors.includes(sector);
  return { censusType: type, sector, status, publiclyFunded, counted, known: type === null };
}

/** A kind of group in our spelling: whether it runs schools, and whether its members are schools at all. */
export function groupKind(published: string): { kind: string; runsSchools: boolean; schools: boolean; known: boolean } {
  const found = groups.get(plain(published));
  return {
    kind: found?.name ?? published,
    runsSchools: found?.value.runs_schools ?? false,
    schools: found?.value.schools ?? true,
    known: found !== undefined,
  };
}

/** What is kept of an inspection that ends in a report card. */
export const reportCard = words.report_card;

/** An inspection's outcome in words and as a figure, from either. */
export function outcomeOf(published: string, inspected: Temporal.PlainDate): { outcome: string; grade: number | null } {
  const worded = words.outcome_of_grade[published];
  if (worded === undefined) {
    const found = outcomes.get(plain(published));
    return { outcome: found?.name ?? published, grade: found?.value ?? null };
  }
  const grade = Number(published);
  const older = Temporal.PlainDate.compare(inspected, words.requires_improvement_from) < 0;
  const before = Object.entries(words.outcomes).find(([, figure]) => figure === grade)?.[0];
  return { outcome: older ? (before ?? worded) : worded, grade };
}
