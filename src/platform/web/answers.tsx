import type { Child } from 'hono/jsx';
import { disposition } from '../files';
import { Layout, PageHeading } from '../ui';
import { longDate } from '../words';
import { assets } from './assets';
import { forgetNotice, sendNotice } from './notice';
import type { Req } from './route';

export interface View {
  title: string;
  /** Calm for schools and visitors, dense for staff. */
  density?: 'school' | 'staff';
  breadcrumbs?: { text: string; href: string }[];
  /** What is wrong with a form: the page is answered with 422 unless `status` says otherwise. */
  errors?: { text: string; href: string }[];
  status?: number;
}

/** A whole page around `body`. */
export async function page(req: Req, view: View, body: Child): Promise<Response> {
  const { css, js } = assets();
  const { installation, actor, notice } = req;
  const html = (
    <Layout
      title={view.title}
      partnershipName={installation.name}
      density={view.density ?? 'school'}
      navigation={req.shell.navigation}
      breadcrumbs={view.breadcrumbs ?? []}
      errors={view.errors ?? []}
      footerLinks={req.shell.footer}
      section={req.shell.section}
      nonce={req.nonce}
      assets={{ css, js }}
      search={actor !== null}
      signInHref={`/sign-in?returnTo=${encodeURIComponent(req.url.pathname)}`}
      {...(actor ? { actor: { name: actor.name, place: req.shell.place }, menuEnd: <SignOut /> } : {})}
      menu={req.shell.menu}
      {...(installation.kind === 'demonstration'
        ? { demonstration: { today: longDate(req.clock.today()), moveHref: '/demonstration' } }
        : {})}
      {...(notice ? { notification: { text: notice.text, success: notice.done, answer: true } } : {})}
    >
      {body}
    </Layout>
  );
  const text = await Promise.resolve(html.toString());
  const headers = new Headers({ 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'private, no-store' });
  if (notice) headers.append('Set-Cookie', forgetNotice(notice));
  return new Response(text, { status: view.status ?? (view.errors?.length ? 422 : 200), headers });
}

const SignOut = () => (
  <form action="/sign-out" method="post">
    <button class="m-link-button" type="submit">
      Sign out
    </button>
  </form>
);

/** After a change: on to a page, with a word that says what happened; or why nothing did, where the page it leads to is not the form. */
export function redirect(
  to: string,
  options: { notice?: string; refusal?: string; cookies?: string[] } = {},
): Response {
  const headers = new Headers({ Location: to, 'Cache-Control': 'no-store' });
  const text = options.refusal ?? options.notice;
  if (text) {
    const { location, cookie } = sendNotice(to, text, options.refusal === undefined);
    headers.set('Location', location);
    headers.append('Set-Cookie', cookie);
  }
  for (const cookie of options.cookies ?? []) headers.append('Set-Cookie', cookie);
  return new Response(null, { status: 303, headers });
}

/** A file to keep: shown by the browser when `inline`, else saved under `name`. */
export function download(bytes: Uint8Array | string, file: { name: string; type: string; inline?: boolean }): Response {
  return new Response(bytes as BodyInit, {
    headers: {
      'Content-Type': file.type,
      'Content-Disposition': disposition(file.name, file),
      'Cache-Control': 'private, no-store',
    },
  });
}

export const json = (value: unknown, status = 200): Response =>
  Response.json(value, { status, headers: { 'Cache-Control': 'private, no-store' } });

/** The plain pages for what went wrong, each with its status. */
export const notFound = (req: Req): Promise<Response> =>
  problem(
    req,
    404,
    'Page not found',
    'If you typed the address, check it is correct. If you followed a link, the page may have moved, or it may not be yours to see.',
  );

export const forbidden = (req: Req): Promise<Response> =>
  problem(
    req,
    403,
    'You cannot use this page',
    'It belongs to another role or to another school. If you think it should be yours, ask your headteacher or the partnership office to look at your roles.',
  );

export const problem = (req: Req, status: number, title: string, ...sentences: string[]): Promise<Response> =>
  page(
    req,
    { title, status },
    <>
      <PageHeading title={title} lead={sentences[0]} />
      {sentences.slice(1).map((sentence) => (
        <p>{sentence}</p>
      ))}
      <p>
        <a href="/">Go to the home page</a>
      </p>
    </>,
  );
