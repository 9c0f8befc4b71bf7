import { currentOffer } from '../../offer';
import type { Tx } from '../../platform/database';
import type { Result } from '../../platform/result';
import { EmptyState, PageHeading, withQuery } from '../../platform/ui';
import { fileRoutes, page, type Req, type Route, redirect, route, sameSample } from '../../platform/web';
import { counted } from '../../platform/words';
import type { Done } from './held';
import { pipelineOf } from './lists';
import { PipelinePage } from './pages/pipeline-page';
import { pipelineTable, readPipeline, shownLines } from './pipeline-list';
import { mayAcceptForms, mayReadPipeline, runsSubscriptions } from './policy';
import { meansToPool } from './pooling';
import { contractOf } from './queries';
import { accept, indicate, sendForm } from './service';

const address = '/subscriptions';

/** Every school and where it stands, for the office: who is at which state, and one step for many at once. */
export const pipelineRoutes: Route[] = [
  route({
    method: 'GET',
    path: address,
    may: mayReadPipeline,
    sample: sameSample(address),
    handle: (req) => showPipeline(req),
  }),
  route({
    method: 'POST',
    path: address,
    may: runsSubscriptions,
    sample: (world) => ({
      own: { path: address, form: { do: 'send', urn: world.formSchool } },
      other: { path: address, form: { do: 'accept', urn: world.school } },
    }),
    handle: stepMany,
  }),
  ...fileRoutes({
    path: address,
    may: mayReadPipeline,
    sample: () => [address, address],
    file: async (req) => {
      const found = await req.tx((tx) => everything(tx, req));
      return (
        found && {
          table: pipelineTable(found.published.offer, shownLines(found.lines, readPipeline(req.query))),
          name: `subscriptions-${req.clock.today()}`,
        }
      );
    },
  }),
];

async function everything(tx: Tx, req: Req) {
  const published = await currentOffer(tx);
  if (!published) return null;
  const lines = await pipelineOf(tx, req.clock.today());
  return { published, lines, pooling: await meansToPool(tx, lines) };
}

async function showPipeline(req: Req, errors: { text: string; href: string }[] = []): Promise<Response> {
  const found = await req.tx((tx) => everything(tx, req));
  const title = 'Subscriptions';
  if (!found || found.lines.length === 0)
    return page(
      req,
      { title, density: 'staff' },
      <>
        <PageHeading title={title} />
        <EmptyState
          title="No school to subscribe yet"
          action={found ? <a href="/imports">Bring in a file</a> : <a href="/offer">The offer</a>}
        >
          {found
            ? 'Bring in the list of schools and then the school census.'
            : 'No offer is published yet. An administrator publishes the first one.'}
        </EmptyState>
      </>,
    );
  const wish = readPipeline(req.query);
  const shown = shownLines(found.lines, wish);
  const ticked = req.query.get('tick') === 'all' ? shown.map(({ urn }) => urn) : req.form.all('urn').map(Number);
  return page(
    req,
    { title, density: 'staff', errors },
    <PipelinePage
      {...found}
      wish={wish}
      shown={shown}
      query={req.query}
      mayStep={runsSubscriptions(req.actor)}
      mayAccept={mayAcceptForms(req.actor, found.published.offer.contract.signatory.accepts)}
      ticked={new Set(ticked)}
    />,
  );
}

const steps = {
  indicate: { said: 'Recorded the intention of', none: 'Tick the schools that mean to subscribe' },
  send: { said: 'Sent the form to', none: 'Tick the schools to send the form to' },
  accept: { said: 'Accepted', none: 'Tick the schools whose form you accept' },
} as const;

/** One step for each ticked school, each in a transaction of its own: what cannot be done is said by name, and the others are done. */
async function stepMany(req: Req): Promise<Response> {
  const what = (['indicate', 'send', 'accept'] as const).find((one) => one === req.form.get('do'));
  const urns = [...new Set(req.form.all('urn').map(Number))].filter((urn) => Number.isInteger(urn)).slice(0, 1000);
  if (!what || urns.length === 0)
    return showPipeline(req, [{ text: what ? steps[what].none : 'Choose what to do with the schools', href: '#list' }]);
  const refused: string[] = [];
  let done = 0;
  for (const urn of urns) {
    const result = await req.tx((tx) => step(tx, req, what, urn));
    if (!result.ok) refused.push(result.reason);
    else if (result.value.fresh) done += 1;
  }
  if (refused.length > 0)
    return showPipeline(
      req,
      [...(done > 0 ? [`${steps[what].said} ${counted(done, 'school')}. These were not done:`] : []), ...refused].map(
        (text) => ({ text, href: '#list' }),
      ),
    );
  return redirect(withQuery(`${address}${req.url.search}`, { tick: undefined }), {
    notice:
      done === 0
        ? 'That had been done already: nothing has changed.'
        : `${steps[what].said} ${counted(done, 'school')}.`,
  });
}

async function step(tx: Tx, req: Req, what: keyof typeof steps, urn: number): Promise<Result<Done, string>> {
  if (what === 'indicate') return indicate(tx, req, urn);
  const contract = await contractOf(tx, urn);
  if (!contract) return { ok: false, reason: `URN ${urn} has not said that it means to subscribe. Record that first.` };
  return what === 'accept'
    ? accept(tx, req, contract.id)
    : sendForm(tx, req, { contractId: contract.id, baseUrl: req.mesters.config.baseUrl });
}
