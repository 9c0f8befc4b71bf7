import {
  Button,
  ButtonGroup,
  ButtonLink,
  DataTable,
  EmptyState,
  ExportLinks,
  FileForm,
  FileUpload,
  PageHeading,
  Second,
  Section,
  Tag,
  TextInput,
} from '../../platform/ui';
import { count, listed, moment } from '../../platform/words';
import { yearName } from '../../schools';
import { suppliedTables } from '../methods/supplied';
import { type TableName, tableNames } from '../methods/tables';
import type { SuppliedVersion } from './queries';
import { shippedYears } from './shipped';

/** What each table is for, in the words of those who have it. */
const uses: Readonly<Record<TableName, string>> = {
  'gcse-points': 'Attainment 8, Progress 8 and the English Baccalaureate',
  'attainment-8-averages': 'Progress 8: what similar pupils reached nationally, and the lowest score that counts',
  'ks2-outcome-points': 'Progress to key stage 2 of pupils below the standard of the tests',
  'ks2-progress-averages': 'Progress from key stage 1 to key stage 2',
  parameters: 'Likely ranges, bands, floor and coasting standards',
  'phonics-standard': 'The mark that meets the phonics standard',
  'level-3-points': 'Average points and grades at 16 to 18',
  'level-3-expected-points': 'Progress at 16 to 18',
  'bank-holidays': 'The periods of absence statistics',
  activities: 'NEET by month, where files say activities by their codes or in other words',
  'activity-lapses': 'NEET by month: which activities were not confirmed for so long that they count as not known',
};

export const yearsWords = (years: readonly number[] | 'any'): string =>
  years === 'any' ? 'Any year' : years.length === 0 ? 'None' : listed(years.map(yearName));

/** The years for which somebody has supplied a table, oldest first. */
export const suppliedYears = (versions: readonly SuppliedVersion[], name: TableName): number[] =>
  [...new Set(versions.filter((one) => one.name === name).map(({ year }) => year))].sort((a, b) => a - b);

export const allTables = Object.keys(tableNames) as TableName[];
export const useOf = (name: TableName): string => uses[name];

export const TablesPage = ({ versions }: { versions: readonly SuppliedVersion[] }) => {
  const lacking = allTables.filter(
    (name) => shippedYears[name].length === 0 && suppliedYears(versions, name).length === 0,
  );
  return (
    <>
      <PageHeading
        title={lacking.length > 0 ? `${count(lacking.length)} official tables are still needed` : 'Official tables'}
        lead="Some official tables change every year. A measure whose table is not here is not worked out, and its page says so."
      />
      <DataTable
        caption="Official tables"
        captionHidden
        rows={allTables}
        sortInPlace
        columns={[
          {
            key: 'table',
            header: 'Table',
            name: true,
            sortable: true,
            sortValue: (name) => tableNames[name],
            cell: (name) => (
              <>
                <a href={`/official-tables/${name}`}>{tableNames[name]}</a>
                <Second>{uses[name]}</Second>
              </>
            ),
          },
          { key: 'shipped', header: 'Comes with Mesters', cell: (name) => yearsWords(shippedYears[name]) },
          { key: 'supplied', header: 'Supplied', cell: (name) => yearsWords(suppliedYears(versions, name)) },
          {
            key: 'state',
            header: 'State',
            sortable: true,
            sortValue: (name) => String(lacking.includes(name)),
            cell: (name) =>
              lacking.includes(name) ? <Tag tone="heather">Needed</Tag> : <Tag tone="petrol">In hand</Tag>,
          },
        ]}
      />
      <ExportLinks csv="/official-tables.csv" excel="/official-tables.xlsx" />
    </>
  );
};

export interface TableView {
  name: TableName;
  versions: readonly SuppliedVersion[];
  year: string;
  errors: { year?: string; file?: string };
  /** What is wrong with the file that was just chosen, line by line. */
  faults: readonly string[];
}

const mostFaults = 50;

export const TablePage = ({ name, versions, year, errors, faults }: TableView) => (
  <>
    <PageHeading title={tableNames[name]} eyebrow="Official tables" lead={`For: ${uses[name]}.`} />
    {faults.length > 0 && (
      <Section title="Why it was refused" rule="heather" id="faults">
        <ul class="govuk-list govuk-list--bullet">
          {faults.slice(0, mostFaults).map((one) => (
            <li>{one}</li>
          ))}
        </ul>
        {faults.length > mostFaults && <p>… and {count(faults.length - mostFaults)} more.</p>}
      </Section>
    )}
    <Section
      title="What is in hand"
      rule="ink"
      intro={`Comes with Mesters: ${yearsWords(shippedYears[name]).toLowerCase()}.`}
    >
      {versions.length === 0 ? (
        <EmptyState title="Nobody has supplied this table yet">
          A CSV file with the headings {listed(suppliedTables[name].headings)} is all it takes. A row that is supplied
          counts before one that comes with Mesters.
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption="Versions that were supplied"
            captionHidden
            rows={versions}
            sortInPlace
            columns={[
              { key: 'year', header: 'Year', name: true, sortable: true, cell: (one) => yearName(one.year) },
              {
                key: 'file',
                header: 'File',
                sortable: true,
                sortValue: ({ fileName }) => fileName,
                cell: (one) => <a href={`/official-tables/${name}/${one.id}/table.csv`}>{one.fileName}</a>,
              },
              {
                key: 'rows',
                header: 'Rows',
                align: 'end',
                figure: true,
                sortable: true,
                sortValue: ({ rows }) => rows,
                cell: ({ rows }) => count(rows),
              },
              {
                key: 'supplied',
                header: 'Supplied',
                sortable: true,
                sortValue: ({ id }) => id,
                cell: (one) => moment(one.suppliedAt),
              },
              {
                key: 'state',
                header: 'State',
                cell: (one) =>
                  versions.find(({ year: of }) => of === one.year) === one ? (
                    <Tag tone="petrol">Holds</Tag>
                  ) : (
                    <Tag tone="outline">Replaced</Tag>
                  ),
              },
            ]}
          />
          <ExportLinks csv={`/official-tables/${name}/versions.csv`} excel={`/official-tables/${name}/versions.xlsx`} />
        </>
      )}
    </Section>
    <Section title="Supply it" rule="ink">
      <FileForm action={`/official-tables/${name}`}>
        <TextInput
          id="year"
          name="year"
          label="Academic year"
          hint="For example 2017/18. The table itself calls it by its summer, 2018."
          value={year}
          width={10}
          error={errors.year}
        />
        <FileUpload
          id="file"
          name="file"
          label="File"
          hint={`A CSV file with the headings ${suppliedTables[name].headings.join(', ')}`}
          accept=".csv,.txt,.gz,text/csv"
          error={errors.file}
        />
        <ButtonGroup>
          <Button>Supply this table</Button>
          <ButtonLink href="/official-tables" kind="secondary">
            All official tables
          </ButtonLink>
        </ButtonGroup>
      </FileForm>
    </Section>
  </>
);
