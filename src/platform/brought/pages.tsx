import type { Child } from 'hono/jsx';
import {
  Button,
  ButtonLink,
  type Column,
  DataTable,
  EmptyState,
  ExportLinks,
  FileForm,
  FileUpload,
  FilterForm,
  Notice,
  type Option,
  PageHeading,
  Pagination,
  Radios,
  Second,
  Select,
  sortLinks,
  Tag,
  TextInput,
  withQuery,
} from '../ui';
import { counted, moment } from '../words';
import { type Brought, type BroughtWish, statusWords } from './wish';

interface BroughtView<Row> {
  title: string;
  /** Where no file waits for a decision. */
  lead: string;
  /** The address of the page; a new file is brought at `/new` below it. */
  at: string;
  bring: string;
  /** Before anything has been brought: what to begin with. */
  empty: { title: string; words: Child };
  noun: string;
  /** How a file is looked for by its kind, and by what its name is found. */
  kind: { name: string; label: string; options: readonly Option[] };
  looked: string;
  /** Under the name of a file. */
  second: (row: Row) => Child;
  /** After its name, after its day, and before its state. */
  columns: { named?: readonly Column<Row>[]; brought?: readonly Column<Row>[] };
  files: readonly Row[];
  /** Those of them that are wished for. */
  shown: readonly Row[];
  wish: BroughtWish;
  query: URLSearchParams;
  page: number;
}

const perPage = 20;

/** The files that were brought: what waits for a decision, and what became of the others. */
export function BroughtPage<Row extends Brought>(view: BroughtView<Row>) {
  const { title, lead, at, empty, kind, looked, wish, query, files } = view;
  const waiting = files.filter((one) => one.status === 'ready').length;
  const bring = <ButtonLink href={`${at}/new`}>{view.bring}</ButtonLink>;
  return (
    <>
      <PageHeading
        title={title}
        lead={waiting > 0 ? `${counted(waiting, 'file')} ${waiting === 1 ? 'waits' : 'wait'} for your decision.` : lead}
        actions={bring}
      />
      {files.length === 0 ? (
        <EmptyState title={empty.title} action={bring}>
          {empty.words}
        </EmptyState>
      ) : (
        <>
          <FilterForm action={at} live="files" query={query}>
            <TextInput id="q" name="q" type="search" label={looked} value={wish.q} autocomplete="off" />
            <Select
              id={kind.name}
              name={kind.name}
              label={kind.label}
              value={wish.kind}
              options={[{ value: '', text: 'Any' }, ...kind.options]}
            />
            <Select
              id="status"
              name="status"
              label="State"
              value={wish.status}
              options={[
                { value: '', text: 'Any' },
                ...Object.entries(statusWords).map(([value, { text }]) => ({ value, text })),
              ]}
            />
          </FilterForm>
          <Files {...view} />
        </>
      )}
    </>
  );
}

function Files<Row extends Brought>({ at, noun, second, columns, shown, wish, query, page }: BroughtView<Row>) {
  const here = Math.min(page, Math.max(1, Math.ceil(shown.length / perPage)));
  const address = `${at}?${query}`;
  return (
    <div id="files" data-live-says={counted(shown.length, noun)}>
      {shown.length === 0 ? (
        <EmptyState title="Nothing fits" action={<a href={at}>Show every {noun}</a>}>
          A piece of the file’s name is enough. Take one of the choices away.
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption="Files"
            captionHidden
            rows={shown.slice((here - 1) * perPage, here * perPage)}
            sort={sortLinks(address, wish.order)}
            columns={[
              {
                key: 'file',
                header: 'File',
                name: true,
                sortable: true,
                cell: (row) => {
                  const below = second(row);
                  return (
                    <>
                      <a href={`${at}/${row.id}`}>{row.fileName}</a>
                      {below !== null && <Second>{below}</Second>}
                    </>
                  );
                },
              },
              ...(columns.named ?? []),
              { key: 'made', header: 'Brought', sortable: true, cell: (row) => moment(row.madeAt) },
              ...(columns.brought ?? []),
              {
                key: 'status',
                header: 'State',
                sortable: true,
                figure: true,
                cell: ({ status }) => <Tag tone={statusWords[status].tone}>{statusWords[status].text}</Tag>,
              },
            ]}
          />
          <Pagination
            total={shown.length}
            perPage={perPage}
            page={here}
            href={(n) => withQuery(address, { page: n })}
            noun={noun}
          />
          <ExportLinks
            csv={withQuery(`${at}.csv?${query}`, { page: undefined })}
            excel={withQuery(`${at}.xlsx?${query}`, { page: undefined })}
          />
        </>
      )}
    </div>
  );
}

interface UploadFormView {
  title: string;
  lead: string;
  at: string;
  demonstration: boolean;
  kind: {
    name: string;
    value: string;
    choices: readonly { value: string; text: string; hint?: string; group?: string }[];
  };
  file: { hint: string; accept: string };
  la: { value: string; hint: string };
  errors: Readonly<Partial<Record<string, string>>>;
  /** Questions between the file and its authority, and after it. */
  before?: Child;
  after?: Child;
}

/** A file to be brought: what is in it, and whose rows are taken. */
export const UploadForm = ({
  title,
  lead,
  at,
  demonstration,
  kind,
  file,
  la,
  errors,
  before,
  after,
}: UploadFormView) => (
  <>
    <PageHeading title={title} lead={lead} />
    {demonstration && (
      <Notice kind="hint" title="This is a demonstration.">
        It takes files with its invented schools only; rows of real ones are rejected.
      </Notice>
    )}
    <FileForm action={at}>
      <Radios
        id={kind.name}
        name={kind.name}
        legend="What is in the file?"
        value={kind.value}
        error={errors[kind.name]}
        choices={kind.choices}
      />
      <FileUpload id="file" name="file" label="File" hint={file.hint} accept={file.accept} error={errors.file} />
      {before}
      <TextInput
        id="la"
        name="la"
        label="Only schools of this authority (optional)"
        hint={la.hint}
        value={la.value}
        width={3}
        numeric
        error={errors.la}
      />
      {after}
      <Button>Check this file</Button>
    </FileForm>
  </>
);
