import type { Tx } from '../../../platform/database';
import { column, columnIfThere, date, defineShape } from '../../../platform/reading';
import { outcomeOf } from '../../classification';
import { writeInspections } from '../facts/inspections';
import { isoDate } from '../facts/rows';
import { defineForm, type Form, type Kind, type Line, type Work } from './kind';
import { day, name, urn } from './values';

/** Every inspection there has been, in words. */
const history = defineShape({
  urn: column('URN', urn),
  outcome: column('Rating', name),
  inspected: column('Inspection Date', date()),
});

/** The newest inspection of each school, as a figure. */
const latest = defineShape({
  urn: column('URN', urn),
  outcome: column('Overall effectiveness', name),
  inspected: column(['Inspection date', 'Inspection start date'], date()),
  published: columnIfThere(['Publication date'], day),
});

interface Value {
  urn: number;
  outcome: string;
  inspected: Temporal.PlainDate;
  published?: Temporal.PlainDate | null;
}

const about = {
  days: ['inspected'] as const,
  key: (value: Value) => `${value.urn} ${value.inspected}`,
  write(tx: Tx, work: Work, lines: readonly Line<Value>[]) {
    const facts = lines.map(({ value }) => ({
      urn: value.urn,
      inspected: value.inspected.toString(),
      published: isoDate(value.published ?? null),
      ...outcomeOf(value.outcome, value.inspected),
    }));
    return writeInspections(tx, work, facts);
  },
};

const forms: readonly Form[] = [defineForm({ shape: history, ...about }), defineForm({ shape: latest, ...about })];

/** What Ofsted found, for the schools that are known here. */
export const inspections: Kind = {
  name: 'inspections',
  title: 'Inspection outcomes',
  called: 'an inspections file',
  hint: 'One row an inspection: number of the school, outcome, date',
  noun: 'inspection',
  asAt: 'list',
  forms,
};
