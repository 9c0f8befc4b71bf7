import type { Child } from 'hono/jsx';
import { type Column, DataTable, ExportLinks, Section } from '../../../platform/ui';
import { count, date } from '../../../platform/words';
import type { ChangedLine, FactLine, Listed, Preview, SchoolLine } from '../preview';
import type { Import } from '../queries';
import type { Part as ChangesPart } from './changes-file';
import { fieldWords, labels, readable, succession } from './preview-words';

/** What an import changes, part by part. Parts with nothing in them are left out. */
export const PreviewTables = ({ preview, made }: { preview: Preview; made: Import }) => {
  const {
    newSchools,
    changedSchools,
    closedSchools,
    successions,
    unnamed,
    numbers,
    inspections,
    memberships,
    partnerships,
  } = preview;
  return (
    <>
      <Part
        id="converted"
        file={fileOf(made, 'successions')}
        title="One school in the place of another"
        listed={successions}
        columns={[
          {
            key: 'predecessor',
            header: 'Before',
            name: true,
            sortable: true,
            cell: (row) => named(row.predecessor, row.predecessorName),
          },
          { key: 'successor', header: 'Now', sortable: true, cell: (row) => named(row.successor, row.successorName) },
          { key: 'kind', header: 'How', sortable: true, cell: (row) => succession[row.kind] },
          {
            key: 'happened',
            header: 'Since',
            sortable: true,
            sortValue: (row) => row.happened?.toString() ?? '',
            cell: (row) => row.happened && date(row.happened),
          },
          { key: 'evidence', header: 'How we know', cell: (row) => row.evidence, plain: true },
        ]}
      />
      <Part
        id="closed"
        file={fileOf(made, 'closedSchools')}
        title="Closed"
        listed={closedSchools}
        columns={[
          ...schoolColumns,
          {
            key: 'closed',
            header: 'Last day',
            sortable: true,
            sortValue: (row) => row.closed?.toString() ?? '',
            cell: (row) => row.closed && date(row.closed),
          },
        ]}
      />
      <Part
        id="changed"
        file={fileOf(made, 'changedSchools')}
        title="Changed"
        listed={changedSchools}
        columns={[
          { key: 'name', header: 'School', name: true, sortable: true, cell: (row) => named(row.urn, row.name) },
          { key: 'what', header: 'What changes', cell: changes, plain: true },
        ]}
      />
      <Part
        id="new"
        file={fileOf(made, 'newSchools')}
        title="New"
        listed={newSchools}
        columns={[
          ...schoolColumns,
          {
            key: 'opened',
            header: 'Opened',
            sortable: true,
            sortValue: (row) => row.opened?.toString() ?? '',
            cell: (row) => row.opened && date(row.opened),
          },
        ]}
      />
      <Part
        id="unnamed"
        file={fileOf(made, 'unnamed')}
        title="Not yet known by name"
        listed={unnamed}
        columns={schoolColumns}
      />
      <Part
        id="numbers"
        file={fileOf(made, 'numbers')}
        title="Pupil numbers"
        listed={numbers}
        columns={factColumns('Census day', 'Pupils before', 'Pupils')}
      />
      <Part
        id="inspections"
        file={fileOf(made, 'inspections')}
        title="Inspections"
        listed={inspections}
        columns={factColumns('Inspected', 'Before', 'Outcome')}
      />
      <Part
        id="partnerships"
        file={fileOf(made, 'partnerships')}
        title="Partnerships with another name, letter or kind"
        listed={partnerships}
        columns={[
          { key: 'name', header: 'Partnership', name: true, sortable: true, cell: (row) => row.name },
          { key: 'before', header: 'Before', sortable: true, cell: (row) => row.before },
          { key: 'after', header: 'After', sortable: true, cell: (row) => row.after },
        ]}
      />
      <Part
        id="memberships"
        file={fileOf(made, 'memberships')}
        title={
          made.kind === 'partnerships'
            ? 'Joining and leaving partnerships'
            : 'Joining and leaving trusts and other groups'
        }
        intro={
          made.kind === 'partnerships'
            ? 'A line for each time that a school joins or leaves. One row of the file may be two of them: a last day is a leaving, and who goes to another locality leaves the one before.'
            : 'A line for each time that a school joins or leaves. A list that is older than what is known says who had joined before; where a newer list no longer has it, a second line says so.'
        }
        listed={memberships}
        columns={factColumns('Group', 'Before', 'What changes')}
      />
    </>
  );
};

interface PartProps<Line> {
  id: string;
  title: string;
  listed: Listed<Line>;
  columns: readonly Column<Line>[];
  /** What the number counts, where the sentence above the page counts something else. */
  intro?: string | undefined;
  /** The lines as a file: its address with a place for the ending. */
  file: (ending: 'csv' | 'xlsx') => string;
}

const fileOf = (made: Import, part: ChangesPart) => (ending: 'csv' | 'xlsx') =>
  `/imports/${made.id}/changes.${ending}?part=${part}`;

/** More than these may be sorted, where all of them are here. */
const longPart = 3;

function Part<Line>({ id, title, listed, columns, intro, file }: PartProps<Line>) {
  const { total, lines } = listed;
  if (total === 0) return null;
  return (
    <Section
      id={id}
      title={`${title}: ${count(total)}`}
      rule="ink"
      intro={intro}
      aside={<ExportLinks csv={file('csv')} excel={file('xlsx')} />}
    >
      <DataTable
        caption={title}
        captionHidden
        rows={lines}
        columns={columns.filter((column) => lines.some((line) => column.cell(line) != null))}
        sortInPlace={total === lines.length && total > longPart}
      />
      {total > lines.length && <p>{`The first ${count(lines.length)} of ${count(total)} are shown.`}</p>}
    </Section>
  );
}

const named = (urn: number, name: string | null): Child => (name ? `${name} (${urn})` : String(urn));

const schoolColumns: readonly Column<SchoolLine>[] = [
  { key: 'name', header: 'School', name: true, sortable: true, cell: (row) => named(row.urn, row.name) },
  { key: 'type', header: 'Type', sortable: true, cell: (row) => row.typeName },
];

const factColumns = (about: string, before: string, after: string): readonly Column<FactLine>[] => [
  { key: 'name', header: 'School', name: true, sortable: true, cell: (row) => named(row.urn, row.name) },
  { key: 'about', header: about, sortable: true, sortValue: (row) => row.about, cell: (row) => readable(row.about) },
  { key: 'before', header: before, sortable: true, cell: (row) => row.before },
  { key: 'after', header: after, sortable: true, cell: (row) => readable(row.after) },
];

/** "name: from Brook House Junior School to Brook House Junior". */
function changes({ changed, before, after }: ChangedLine): Child {
  if (!before || changed.length === 0) return 'a state from before the first that was known';
  return (
    <ul class="govuk-list">
      {changed.map((field) => {
        const [was, is] = [fieldWords(before[field]), fieldWords(after[field])];
        return (
          <li>{was === '' ? `${labels[field]}: ${is}` : `${labels[field]}: from ${was} to ${is || 'nothing'}`}</li>
        );
      })}
    </ul>
  );
}
