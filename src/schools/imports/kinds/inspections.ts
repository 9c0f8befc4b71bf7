import type { Tx } from '../../../platform/database';
import { column, columnIfThere, date, defineShape, type Kind as Reading } from '../../../platform/reading';
import { outcomeOf, reportCard } from '../../classification';
import { type InspectionFact, writeInspections } from '../facts/inspections';
import { type Fate, isoDate } from '../facts/rows';
import { defineForm, type Kind, type Line, type Work } from './kind';
import { day, name, urn, words } from './values';

/** Ofsted's own lists write NULL where there is nothing. */
const unlessNull = <Value>({ read }: Reading<Value>): Reading<Value | null> => ({
  read: (value) => (value.toUpperCase() === 'NULL' ? null : read(value)),
  blank: { value: null },
});

const dayOrNull = unlessNull(day);
const wordsOrNull = unlessNull(words);
const urnOrNull = unlessNull(urn);

/** Every inspection there has been, in words. */
const history = defineShape({
  urn: column('URN', urn),
  outcome: column('Rating', name),
  inspected: column('Inspection Date', date()),
});

/**
 * The newest graded inspection of each school, as a figure, and in the management information the one before it; or the inspections of a year.
 * A school that converted stands there with what was found of its predecessor, whose number is told beside it.
 */
const graded = defineShape({
  urn: column('URN', urn),
  outcome: column('Overall effectiveness', wordsOrNull),
  inspected: column(['Inspection date', 'Inspection start date'], dayOrNull),
  published: columnIfThere('Publication date', dayOrNull),
  of: columnIfThere(['URN at time of latest full inspection', 'URN at time of latest graded inspection'], urnOrNull),
  before: columnIfThere(
    [
      'Previous full inspection overall effectiveness',
      'Previous graded inspection overall effectiveness',
      'Previous overall effectiveness',
    ],
    wordsOrNull,
  ),
  inspectedBefore: columnIfThere(['Previous inspection start date', 'Previous full inspection date'], dayOrNull),
  ofBefore: columnIfThere(
    [
      'URN at time of previous full inspection',
      'URN at time of previous graded inspection',
      'URN at time of previous inspection',
    ],
    urnOrNull,
  ),
});

/** Since November 2025: report cards, which have no grade for the whole, and beside them the last inspection that may have had one. */
const reportCards = defineShape({
  urn: column('URN', urn),
  inspected: column('Inspection start date', dayOrNull),
  published: columnIfThere('Publication date', dayOrNull),
  /** Each report card has it, and a monitoring visit has none. */
  safeguarding: column('Safeguarding standards', wordsOrNull),
  of: columnIfThere('URN at time of latest full inspection', urnOrNull),
  before: columnIfThere('Latest OEIF overall effectiveness', wordsOrNull),
  inspectedBefore: columnIfThere('Inspection start date of latest OEIF graded inspection', dayOrNull),
  publishedBefore: columnIfThere('Publication date of latest OEIF graded inspection', dayOrNull),
  ofBefore: columnIfThere('URN at time of latest OEIF graded inspection', urnOrNull),
});

interface Found {
  urn: number;
  outcome: string | null;
  inspected: Temporal.PlainDate | null;
  published: Temporal.PlainDate | null;
}

/** Writes what each row says of one inspection or of two. */
const writing =
  <Value>(found: (value: Value) => readonly Found[]) =>
  async (tx: Tx, work: Work, lines: readonly Line<Value>[]): Promise<Fate[]> => {
    const told = lines.map(({ value }) => found(value).flatMap(factOf));
    const facts = [...new Map(told.flat().map((fact) => [`${fact.urn} ${fact.inspected}`, fact])).values()];
    const fates = await writeInspections(tx, work, facts);
    const byFact = new Map(facts.map((fact, i) => [`${fact.urn} ${fact.inspected}`, fates[i]!]));
    return told.map((some) => strongest(some.map((fact) => byFact.get(`${fact.urn} ${fact.inspected}`)!)));
  };

const strongest = (fates: readonly Fate[]): Fate =>
  (['new', 'changed', 'unchanged', 'unknown'] as const).find((fate) => fates.includes(fate)) ?? 'none';

function factOf({ urn, outcome, inspected, published }: Found): InspectionFact[] {
  if (outcome === null || inspected === null) return [];
  return [{ urn, inspected: inspected.toString(), published: isoDate(published), ...outcomeOf(outcome, inspected) }];
}

/** What Ofsted found, for the schools that are known here. */
export const inspections: Kind = {
  name: 'inspections',
  title: 'Inspection outcomes',
  called: 'an inspections file',
  hint: 'Ofsted’s management information (latest inspections), or one row an inspection: number of the school, outcome, date',
  noun: 'inspection',
  asAt: 'list',
  forms: [
    defineForm({
      shape: history,
      days: ['inspected'],
      key: (value) => `${value.urn} ${value.inspected}`,
      write: writing((value) => [{ ...value, published: null }]),
    }),
    defineForm({
      shape: graded,
      days: ['inspected', 'published'],
      key: (value) => `${value.urn} ${value.inspected}`,
      write: writing(({ urn, outcome, inspected, published, of, before, inspectedBefore, ofBefore }) => [
        // When the one before was published is not read: some lists have the day of the newest there.
        { urn: ofBefore ?? urn, outcome: before, inspected: inspectedBefore, published: null },
        { urn: of ?? urn, outcome, inspected, published },
      ]),
    }),
    defineForm({
      shape: reportCards,
      days: ['inspected', 'published', 'inspectedBefore'],
      key: (value) => `${value.urn} ${value.inspected} ${value.inspectedBefore}`,
      write: writing((value) => [
        {
          urn: value.of ?? value.urn,
          outcome: value.safeguarding === null ? null : reportCard,
          inspected: value.inspected,
          published: value.published,
        },
        {
          urn: value.ofBefore ?? value.urn,
          outcome: value.before,
          inspected: value.inspectedBefore,
          published: value.publishedBefore,
        },
      ]),
    }),
  ],
};
