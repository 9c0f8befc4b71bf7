import type { Tx } from '../../../platform/database';
import { column, defineShape, type ValueOf } from '../../../platform/reading';
import { date } from '../../../platform/words';
import { type Fate, isoDate } from '../facts/rows';
import { type Link, writeLinks } from '../facts/successions';
import { add, defineForm, type Kind, type Work } from './kind';
import { day, name, urn } from './values';

const shape = defineShape({
  urn: column('OLD_URN', urn),
  latest: column('LATEST_URN', urn),
});

/** The official list: each pair of schools twice, once from either side. */
const links = defineShape({
  urn: column('URN', urn),
  other: column('LinkURN', urn),
  type: column('LinkType', name),
  established: column('LinkEstablishedDate', day),
});

/** What became of a school: links of establishments, or where only its old and its newest number are given. */
export const succession: Kind = {
  name: 'succession',
  title: 'Old and newest school numbers',
  called: 'a file of old and newest school numbers',
  hint: 'links_edubasealldata.csv, or OLD_URN, LATEST_URN',
  noun: 'succession',
  asAt: 'list',
  forms: [
    defineForm({
      shape,
      key: (value) => String(value.urn),
      write: (tx, work, lines) =>
        write(
          tx,
          work,
          lines.map(({ value: { urn, latest } }) => ({
            predecessor: urn,
            successor: latest,
            merged: false,
            happened: null,
            evidence: `A list of old and newest numbers has ${latest} as the newest of ${urn}.`,
          })),
        ),
    }),
    defineForm({
      shape: links,
      days: ['established'],
      // A sixth form centre that schools share, and the like: nobody takes anybody's place.
      isNoSchool: (cell) => !side.test(cell('type')),
      key: ({ urn, other, type }) => `${urn} ${other} ${type}`,
      write: (tx, work, lines) =>
        write(
          tx,
          work,
          lines.map(({ value }) => linkOf(value)),
        ),
    }),
  ],
};

async function write(tx: Tx, work: Work, found: readonly Link[]): Promise<Fate[]> {
  const fates = await writeLinks(tx, work, found);
  add(work.tally, 'successions', fates.filter((fate) => fate === 'new').length);
  return fates;
}

const side = /^(Predecessor|Successor)\b/i;

function linkOf({ urn, other, type, established }: ValueOf<typeof links>): Link {
  const before = /^predecessor/i.test(type);
  const happened = established && firstDay(established);
  return {
    predecessor: before ? other : urn,
    successor: before ? urn : other,
    merged: /amalgamat|merge/i.test(type),
    happened: isoDate(happened),
    evidence: `The list of links has ${other} as "${type}" of ${urn}${established ? `, ${date(established)}` : ''}.`,
  };
}

/** The list has the last day of the one or the first of the other; nobody opens on the last day of a month. */
const firstDay = (day: Temporal.PlainDate): Temporal.PlainDate =>
  day.day === day.daysInMonth ? day.add({ days: 1 }) : day;
