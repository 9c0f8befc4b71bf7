import { sql } from 'kysely';
import type { Tx } from '../../../platform/database';
import { column, columnIfThere, defineShape, isMissing, type Missing, type ValueOf } from '../../../platform/reading';
import { censusClass, countsAs } from '../../classification';
import { writePupils } from '../facts/pupils';
import { counts, type Fate } from '../facts/rows';
import { writePlaceholders } from '../facts/schools';
import { add, defineForm, type Kind, type Line, type Work } from './kind';
import { establishmentNumber, la, meanPupils, pupils, urn, words } from './values';

const shape = defineShape({
  urn: column('URN', urn),
  la: column('LA', la),
  number: column('ESTAB', establishmentNumber),
  /** Since 2018/19. */
  type: columnIfThere('SCHOOLTYPE', words),
  onRoll: column('NOR', pupils),
  girls: column('NORG', pupils),
  boys: column('NORB', pupils),
  senPlan: columnIfThere('TSENELSE', pupils),
  senSupport: columnIfThere('TSENELK', pupils),
  extraLanguage: columnIfThere('NUMEAL', pupils),
  freeMealsEver: columnIfThere('NUMFSMEVER', meanPupils),
});

/** Pupils on roll in January, as the performance tables publish them. */
export const census: Kind = {
  name: 'census',
  title: 'Pupil numbers (school census)',
  called: 'a census file',
  hint: 'england_census.csv, or one authority’s rows of it',
  noun: 'pupil number',
  asAt: 'census',
  forms: [
    defineForm({
      shape,
      la: 'la',
      isNoSchool: (cell) => cell('urn').toUpperCase() === 'NAT',
      key: (value) => String(value.urn),
      write,
    }),
  ],
};

async function write(tx: Tx, work: Work, lines: readonly Line<ValueOf<typeof shape>>[]): Promise<Fate[]> {
  const classes = lines.map(({ value }) => censusClass(value.type, value.number ?? 0));
  for (const { censusType, known } of classes) if (!known && censusType) work.unknownNames.add(censusType);
  const unnamed = await writePlaceholders(
    tx,
    work,
    lines.map(({ value }, i) => ({
      urn: value.urn,
      la: value.la,
      establishmentNumber: value.number ?? 0,
      ...classes[i]!,
    })),
  );
  add(work.tally, 'unnamed', unnamed.size);
  const listed = await countedByList(
    tx,
    work,
    lines.flatMap(({ value }) => (value.type === null ? [value.urn] : [])),
  );
  const numbered = lines.flatMap(({ value }, i) => {
    const onRoll = figure(value.onRoll);
    if (onRoll === null) return [];
    const { censusType, counted } = classes[i]!;
    return [
      {
        urn: value.urn,
        census_date: work.asAt.toString(),
        on_roll: onRoll,
        boys: figure(value.boys),
        girls: figure(value.girls),
        free_meals_ever: figure(value.freeMealsEver),
        extra_language: figure(value.extraLanguage),
        sen_plan: figure(value.senPlan),
        sen_support: figure(value.senSupport),
        census_type: censusType,
        counted: listed.get(value.urn) ?? counted,
      },
    ];
  });
  const fates = await writePupils(tx, work, 'census', numbered);
  const byUrn = new Map(numbered.map(({ urn }, i) => [urn, fates[i]!]));
  return lines.map(({ value }) => byUrn.get(value.urn) ?? 'none');
}

/** Whether a school's pupils count, by what the lists say of it: for files that do not say themselves what a school is. */
async function countedByList(tx: Tx, work: Work, urns: readonly number[]): Promise<Map<number, boolean>> {
  if (urns.length === 0) return new Map();
  const { rows } = await sql<{ urn: number; type_name: string; sector: string; publicly_funded: boolean }>`
    select distinct on (urn) urn, type_name, sector, publicly_funded from schools.school_version
    where urn = any(${[...urns]}::int[]) and type_name is not null and ${counts(work)}
    order by urn, as_at > ${work.asAt.toString()}::date, as_at desc, id desc`.execute(tx);
  return new Map(rows.map((row) => [row.urn, countsAs(row)]));
}

const figure = (value: number | Missing | null): number | null => (isMissing(value) ? null : value);
