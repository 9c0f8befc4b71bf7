import { recordDeed } from '../../platform/audit';
import { letter, lettersOnPage, type OutboxLine, outbox } from '../../platform/mail';
import {
  DataTable,
  EmptyState,
  ExportLinks,
  FilterForm,
  PageHeading,
  Pagination,
  readOrder,
  Select,
  SummaryList,
  sortLinks,
  Tag,
  TextInput,
  withQuery,
} from '../../platform/ui';
import { notFound, page, type Req, type TableFile } from '../../platform/web';
import { counted, moment } from '../../platform/words';
import { tabs } from './tabs';

const stateWords = {
  waiting: ['Waiting', 'quiet'],
  sent: ['Sent', 'done'],
  kept: ['Kept, not sent', 'quiet'],
  failed: ['Not delivered', 'late'],
} as const;

/** A letter with a secret keeps neither its subject nor its text once it has gone. */
const wiped = 'A code for signing in';

/** It did not go, and nobody needs to do anything yet. */
const isTriedAgain = ({ state, error }: OutboxLine): boolean => state === 'waiting' && error !== null;

const stateOf = (row: OutboxLine): string => (isTriedAgain(row) ? 'Tried again soon' : stateWords[row.state][0]);

const wishOf = ({ query }: Req) => {
  const state = query.get('state') ?? '';
  return {
    q: (query.get('q') ?? '').slice(0, 100),
    state: state in stateWords ? (state as keyof typeof stateWords) : ('' as const),
    order: readOrder(query, ['subject', 'to', 'at', 'state'], { key: 'at', dir: 'desc' }),
  };
};

/** The outbox: what was written to whom, and what became of it. */
export async function lettersPage(req: Req): Promise<Response> {
  const at = Number(/^[1-9]\d{0,3}$/.exec(req.query.get('page') ?? '')?.[0] ?? 1);
  const wish = wishOf(req);
  const narrowed = wish.q !== '' || wish.state !== '';
  const { letters, total } = await req.tx((tx) => outbox(tx, { page: at, ...wish }));
  const address = `/administration/letters?${req.query}`;
  return page(
    req,
    { title: 'Letters', density: 'staff' },
    <>
      <PageHeading
        title="Administration"
        lead={`${counted(total, 'letter')} ${narrowed ? (total === 1 ? 'fits' : 'fit') : 'written'}. ${req.mesters.config.smtpUrl ? '' : 'No mail server is configured, so letters are kept here and not sent.'}`}
      />
      {tabs(req, '/administration/letters')}
      {(total > 0 || narrowed) && (
        <FilterForm action="/administration/letters" live="letters" query={req.query}>
          <TextInput id="q" name="q" type="search" label="Subject or address" value={wish.q} autocomplete="off" />
          <Select
            id="state"
            name="state"
            label="State"
            value={wish.state}
            options={[
              { value: '', text: 'Any' },
              ...Object.entries(stateWords).map(([value, [text]]) => ({ value, text })),
            ]}
          />
        </FilterForm>
      )}
      <div id="letters" data-live-says={counted(total, 'letter')}>
        {letters.length === 0 ? (
          narrowed ? (
            <EmptyState title="Nothing fits" action={<a href="/administration/letters">Show every letter</a>}>
              A piece of the subject or of the address is enough.
            </EmptyState>
          ) : (
            <EmptyState title="No letters yet">Invitations and codes for signing in will be listed here.</EmptyState>
          )
        ) : (
          <>
            <DataTable
              caption="Letters"
              captionHidden
              scroll
              rows={letters}
              sort={sortLinks(address, wish.order)}
              columns={[
                {
                  key: 'subject',
                  header: 'Subject',
                  name: true,
                  sortable: true,
                  cell: (row) => <a href={`/administration/letters/${row.id}`}>{row.subject || wiped}</a>,
                },
                { key: 'to', header: 'To', sortable: true, cell: (row) => row.to },
                { key: 'at', header: 'Written', sortable: true, cell: (row) => moment(row.madeAt) },
                {
                  key: 'state',
                  header: 'State',
                  sortable: true,
                  cell: (row) => <Tag tone={isTriedAgain(row) ? 'late' : stateWords[row.state][1]}>{stateOf(row)}</Tag>,
                },
              ]}
            />
            <Pagination
              total={total}
              perPage={lettersOnPage}
              page={at}
              href={(n) => withQuery(address, { page: n })}
              noun="letter"
            />
            <ExportLinks
              csv={withQuery(`/administration/letters.csv?${req.query}`, { page: undefined })}
              excel={withQuery(`/administration/letters.xlsx?${req.query}`, { page: undefined })}
            />
          </>
        )}
      </div>
    </>,
  );
}

/** The list of letters, without their text. It names people: taking it is recorded. */
export function lettersFile(req: Req, format: 'csv' | 'xlsx'): Promise<TableFile> {
  return req.tx(async (tx) => {
    const { letters } = await outbox(tx, { page: 1, perPage: 50_000, ...wishOf(req) });
    await recordDeed(tx, req, {
      action: 'app.letters-taken',
      kind: 'export',
      scope: 'installation',
      about: `${counted(letters.length, 'letter')} as ${format}`,
    });
    return {
      name: `letters-${req.clock.today()}`,
      table: {
        name: 'Letters',
        columns: [
          { heading: 'Subject', kind: 'text' },
          { heading: 'To', kind: 'text' },
          { heading: 'Day', kind: 'date' },
          { heading: 'Written', kind: 'text' },
          { heading: 'State', kind: 'text' },
        ],
        rows: letters.map((row) => [
          row.subject || wiped,
          row.to,
          row.madeAt.toZonedDateTimeISO('Europe/London').toPlainDate(),
          moment(row.madeAt),
          stateOf(row),
        ]),
      },
    };
  });
}

export async function letterPage(req: Req): Promise<Response> {
  const found = await req.tx((tx) => letter(tx, req.params.id ?? ''));
  if (!found) return notFound(req);
  return page(
    req,
    {
      title: found.subject || wiped,
      density: 'staff',
      breadcrumbs: [{ text: 'Letters', href: '/administration/letters' }],
    },
    <>
      <PageHeading title={found.subject || wiped} />
      <SummaryList
        rows={[
          { key: 'To', value: found.to },
          { key: 'Written', value: moment(found.madeAt) },
          { key: 'State', value: stateOf(found) },
          ...(found.error
            ? [
                {
                  key: 'What happened',
                  value: `Tried ${counted(found.attempts, 'time')}. The mail server: ${found.error}`,
                },
              ]
            : []),
        ]}
      />
      <pre class="m-letter">
        {found.text === null
          ? 'The text is not kept once a secret letter has been sent.'
          : withLinks(found.text, req.installation.kind === 'demonstration' ? null : req.mesters.config.baseUrl)}
      </pre>
    </>,
  );
}

/**
 * Addresses of this site lead there. A demonstration may be looked at under another address than the one it was made under, and knows only
 * its own pages (`own` is null).
 */
function withLinks(text: string, own: string | null) {
  return text.split(/(https?:\/\/[^\s]+)/).map((part, n) => {
    const url = n % 2 === 1 ? URL.parse(part) : null;
    return url && (own === null || url.origin === new URL(own).origin) ? (
      <a href={`${url.pathname}${url.search}`}>{part}</a>
    ) : (
      part
    );
  });
}
