import { letter, lettersOnPage, outbox } from '../../platform/mail';
import { DataTable, EmptyState, PageHeading, Pagination, SummaryList, Tag, withQuery } from '../../platform/ui';
import { notFound, page, type Req } from '../../platform/web';
import { counted, moment } from '../../platform/words';
import { tabs } from './tabs';

const stateWords = {
  waiting: ['Waiting', 'quiet'],
  sent: ['Sent', 'done'],
  kept: ['Kept, not sent', 'quiet'],
  failed: ['Not delivered', 'late'],
} as const;

/** The outbox: what was written to whom, and what became of it. */
export async function lettersPage(req: Req): Promise<Response> {
  const at = Number(/^[1-9]\d{0,3}$/.exec(req.query.get('page') ?? '')?.[0] ?? 1);
  const { letters, total } = await req.tx((tx) => outbox(tx, { page: at }));
  return page(
    req,
    { title: 'Letters', density: 'staff' },
    <>
      <PageHeading
        title="Administration"
        lead={`${counted(total, 'letter')} written. ${req.mesters.config.smtpUrl ? '' : 'No mail server is configured, so letters are kept here and not sent.'}`}
      />
      {tabs(req, '/administration/letters')}
      {letters.length === 0 ? (
        <EmptyState title="No letters yet">Invitations and codes for signing in will be listed here.</EmptyState>
      ) : (
        <DataTable
          caption="Letters, newest first"
          captionHidden
          scroll
          rows={letters}
          columns={[
            {
              key: 'subject',
              header: 'Subject',
              name: true,
              cell: (row) => <a href={`/administration/letters/${row.id}`}>{row.subject}</a>,
            },
            { key: 'to', header: 'To', cell: (row) => row.to },
            { key: 'at', header: 'Written', cell: (row) => moment(row.madeAt) },
            {
              key: 'state',
              header: 'State',
              cell: (row) => <Tag tone={stateWords[row.state][1]}>{stateWords[row.state][0]}</Tag>,
            },
          ]}
        />
      )}
      <Pagination
        total={total}
        perPage={lettersOnPage}
        page={at}
        href={(n) => withQuery('/administration/letters', { page: n })}
        noun="letters"
      />
    </>,
  );
}

export async function letterPage(req: Req): Promise<Response> {
  const found = await req.tx((tx) => letter(tx, req.params.id ?? ''));
  if (!found) return notFound(req);
  return page(
    req,
    { title: found.subject, density: 'staff', breadcrumbs: [{ text: 'Letters', href: '/administration/letters' }] },
    <>
      <PageHeading title={found.subject} />
      <SummaryList
        rows={[
          { key: 'To', value: found.to },
          { key: 'Written', value: moment(found.madeAt) },
          { key: 'State', value: stateWords[found.state][0] },
        ]}
      />
      <pre class="m-letter">{found.text ?? 'The text is not kept once a secret letter has been sent.'}</pre>
    </>,
  );
}
