import { page, type Req, type Route, redirect, route, sameSample } from '../../platform/web';
import { listed } from '../../platform/words';
import { releaseKinds } from '../catalogue/kinds';
import { bringsReleases } from '../policy';
import { EarlyResultsPage } from './page';
import { type Audience, audiences, earlyReleases, earlySettings, setEarlyResults, titleOf } from './settings';

const ids = releaseKinds.map(({ id }) => id);

/** The data analyst says who sees results that are not validated. Before the page of one release: that takes any word. */
export const earlyRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/releases/early',
    may: bringsReleases,
    sample: sameSample('/releases/early'),
    handle: show,
  }),
  route({
    method: 'POST',
    path: '/releases/early',
    may: bringsReleases,
    sample: sameSample('/releases/early', { ks2: 'staff' }),
    handle: save,
  }),
];

async function show(req: Req): Promise<Response> {
  const view = await req.tx(async (tx) => ({ settings: await earlySettings(tx), releases: await earlyReleases(tx) }));
  return page(
    req,
    { title: 'Early results', density: 'staff', breadcrumbs: [{ text: 'Data releases', href: '/releases' }] },
    <EarlyResultsPage datasets={ids} {...view} />,
  );
}

async function save(req: Req): Promise<Response> {
  // What is no choice of the form's is left as it is.
  const wish = new Map(
    ids.flatMap((id): [string, Audience][] => {
      const asked = audiences.find((one) => one === req.form.get(id));
      return asked ? [[id, asked]] : [];
    }),
  );
  const changed = await req.tx((tx) => setEarlyResults(tx, req, wish));
  return redirect('/releases/early', {
    notice: changed.length === 0 ? 'Nothing has changed.' : `Saved: ${listed(changed.map(titleOf))}.`,
  });
}
