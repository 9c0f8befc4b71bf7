import type { Cell, ExportColumn, ExportTable } from '../../../platform/documents';
import type { Preview } from '../preview';
import { fieldWords, labels, readable, succession } from './preview-words';

export type Part = keyof Preview;

const text = (heading: string): ExportColumn => ({ heading, kind: 'text' });
const number = (heading: string): ExportColumn => ({ heading, kind: 'number' });
const date = (heading: string): ExportColumn => ({ heading, kind: 'date' });

/** One part of what an import changes, as a table to take away. */
export const changesTable: { [P in Part]: (lines: Preview[P]['lines']) => ExportTable } = {
  successions: (lines) => ({
    name: 'One in the place of another',
    columns: [
      number('URN before'),
      text('Before'),
      number('URN now'),
      text('Now'),
      text('How'),
      date('Since'),
      text('How we know'),
    ],
    rows: lines.map((line): Cell[] => [
      line.predecessor,
      line.predecessorName,
      line.successor,
      line.successorName,
      succession[line.kind],
      line.happened,
      line.evidence,
    ]),
  }),
  closedSchools: (lines) => ({
    name: 'Closed',
    columns: [number('URN'), text('School'), text('Type'), date('Last day')],
    rows: lines.map(({ urn, name, typeName, closed }) => [urn, name, typeName, closed]),
  }),
  changedSchools: (lines) => ({
    name: 'Changed',
    columns: [number('URN'), text('School'), text('What'), text('Before'), text('After')],
    rows: lines.flatMap(({ urn, name, changed, before, after }) =>
      before
        ? changed.map((field): Cell[] => [
            urn,
            name,
            labels[field],
            fieldWords(before[field]),
            fieldWords(after[field]),
          ])
        : [[urn, name, 'a state from before the first that was known', null, null]],
    ),
  }),
  newSchools: (lines) => ({
    name: 'New',
    columns: [number('URN'), text('School'), text('Type'), date('Opened')],
    rows: lines.map(({ urn, name, typeName, opened }) => [urn, name, typeName, opened]),
  }),
  unnamed: (lines) => ({
    name: 'Not yet known by name',
    columns: [number('URN'), text('School'), text('Type')],
    rows: lines.map(({ urn, name, typeName }) => [urn, name, typeName]),
  }),
  numbers: (lines) => ({
    name: 'Pupil numbers',
    columns: [number('URN'), text('School'), date('Census day'), number('Pupils before'), number('Pupils')],
    rows: lines.map(({ urn, name, about, before, after }) => [
      urn,
      name,
      Temporal.PlainDate.from(about),
      before === null ? null : Number(before),
      Number(after),
    ]),
  }),
  inspections: (lines) => ({
    name: 'Inspections',
    columns: [number('URN'), text('School'), date('Inspected'), text('Outcome')],
    rows: lines.map(({ urn, name, about, after }) => [urn, name, Temporal.PlainDate.from(about), after]),
  }),
  partnerships: (lines) => ({
    name: 'Partnerships',
    columns: [text('Partnership'), text('Before'), text('After')],
    rows: lines.map(({ name, before, after }) => [name, before, after]),
  }),
  memberships: (lines) => ({
    name: 'Memberships',
    columns: [number('URN'), text('School'), text('Group'), text('What changes')],
    rows: lines.map(({ urn, name, about, after }) => [urn, name, about, readable(after)]),
  }),
};
