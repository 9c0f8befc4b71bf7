import type { Child } from 'hono/jsx';
import { type Column, DataTable, Section } from '../../../platform/ui';
import { count, date } from '../../../platform/words';
import type { SchoolState } from '../facts/schools';
import type { ChangedLine, FactLine, Listed, Preview, SchoolLine, SuccessionLine } from '../preview';
import type { Import } from '../queries';

/** What an import changes, part by part. Parts with nothing in them are left out. */
export const PreviewTables = ({ preview, made }: { preview: Preview; made: Import }) => {
  const { newSchools, changedSchools, closedSchools, successions, unnamed, numbers, inspections, memberships } =
    preview;
  return (
    <>
      <Part
        id="converted"
        title="One school in the place of another"
        listed={successions}
        columns={[
          {
            key: 'predecessor',
            header: 'Before',
            name: true,
            cell: (row) => named(row.predecessor, row.predecessorName),
          },
          { key: 'successor', header: 'Now', cell: (row) => named(row.successor, row.successorName) },
          { key: 'kind', header: 'How', cell: (row) => succession[row.kind] },
          { key: 'happened', header: 'Since', cell: (row) => row.happened && date(row.happened) },
          { key: 'evidence', header: 'How we know', cell: (row) => row.evidence, plain: true },
        ]}
      />
      <Part
        id="closed"
        title="Closed"
        listed={closedSchools}
        columns={[
          ...schoolColumns,
          { key: 'closed', header: 'Last day', cell: (row) => row.closed && date(row.closed) },
        ]}
      />
      <Part
        id="changed"
        title="Changed"
        listed={changedSchools}
        columns={[
          { key: 'name', header: 'School', name: true, cell: (row) => named(row.urn, row.name) },
          { key: 'what', header: 'What changes', cell: changes, plain: true },
        ]}
      />
      <Part
        id="new"
        title="New"
        listed={newSchools}
        columns={[...schoolColumns, { key: 'opened', header: 'Opened', cell: (row) => row.opened && date(row.opened) }]}
      />
      <Part id="unnamed" title="Not yet known by name" listed={unnamed} columns={schoolColumns} />
      <Part
        id="numbers"
        title="Pupil numbers"
        listed={numbers}
        columns={factColumns('Census day', 'Pupils before', 'Pupils')}
      />
      <Part
        id="inspections"
        title="Inspections"
        listed={inspections}
        columns={factColumns('Inspected', 'Before', 'Outcome')}
      />
      <Part
        id="memberships"
        title={made.kind === 'partnerships' ? 'Partnerships' : 'Trusts and other groups'}
        listed={memberships}
        columns={factColumns('Group', 'Before', 'What changes')}
      />
    </>
  );
};

const succession: Readonly<Record<SuccessionLine['kind'], string>> = {
  conversion: 'became an academy',
  merger: 'merged',
  other: 'goes on under another number',
};

interface PartProps<Line> {
  id: string;
  title: string;
  listed: Listed<Line>;
  columns: readonly Column<Line>[];
}

function Part<Line>({ id, title, listed, columns }: PartProps<Line>) {
  const { total, lines } = listed;
  if (total === 0) return null;
  return (
    <Section id={id} title={`${title}: ${count(total)}`} rule="ink">
      <DataTable
        caption={title}
        captionHidden
        rows={lines}
        columns={columns.filter((column) => lines.some((line) => column.cell(line) != null))}
      />
      {total > lines.length && <p>{`The first ${count(lines.length)} of ${count(total)} are shown.`}</p>}
    </Section>
  );
}

const named = (urn: number, name: string | null): Child => (name ? `${name} (${urn})` : String(urn));

const schoolColumns: readonly Column<SchoolLine>[] = [
  { key: 'name', header: 'School', name: true, cell: (row) => named(row.urn, row.name) },
  { key: 'type', header: 'Type', cell: (row) => row.typeName },
];

const factColumns = (about: string, before: string, after: string): readonly Column<FactLine>[] => [
  { key: 'name', header: 'School', name: true, cell: (row) => named(row.urn, row.name) },
  { key: 'about', header: about, cell: (row) => readable(row.about) },
  { key: 'before', header: before, cell: (row) => row.before },
  { key: 'after', header: after, cell: (row) => row.after },
];

const labels: Readonly<Record<keyof SchoolState, string>> = {
  name: 'name',
  la: 'authority',
  establishment_number: 'establishment number',
  ukprn: 'UKPRN',
  type_name: 'type',
  sector: 'sector',
  status: 'status',
  publicly_funded: 'publicly funded',
  open: 'open',
  opened: 'opened',
  closed: 'last day',
  low_age: 'lowest age',
  high_age: 'highest age',
  gender: 'gender',
  religious_character: 'religious character',
  street: 'street',
  locality: 'locality',
  town: 'town',
  postcode: 'postcode',
  website: 'website',
  telephone: 'telephone',
  easting: 'easting',
  northing: 'northing',
  ward: 'ward',
  capacity: 'capacity',
};

/** "name: from Brook House Junior School to Brook House Junior". */
function changes({ changed, before, after }: ChangedLine): Child {
  if (!before || changed.length === 0) return 'a state from before the first that was known';
  return (
    <ul class="govuk-list">
      {changed.map((field) => {
        const [was, is] = [value(before[field]), value(after[field])];
        return (
          <li>{was === '' ? `${labels[field]}: ${is}` : `${labels[field]}: from ${was} to ${is || 'nothing'}`}</li>
        );
      })}
    </ul>
  );
}

function value(it: SchoolState[keyof SchoolState] | undefined): string {
  if (it === null || it === undefined) return '';
  if (typeof it === 'boolean') return it ? 'yes' : 'no';
  return typeof it === 'string' ? readable(it) : String(it);
}

const readable = (text: string): string =>
  /^\d{4}-\d\d-\d\d$/.test(text) ? date(Temporal.PlainDate.from(text)) : text;
