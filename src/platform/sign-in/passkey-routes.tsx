import { isAPIError } from 'better-auth/api';
import { anyone, json, page, type Req, type Route, redirect, route, sameSample, signedIn } from '../web';
import { date } from '../words';
import { type Auth, refusalOf } from './auth';
import { nameField, newName, PasskeysPage, type PasskeysView, type PasskeyView, SignInPage } from './pages';
import { localPath, withReturn } from './return-to';

const perVisitor = { calls: 60, seconds: 600 };
const longestName = 60;
const nobodysPasskey = '/account/passkeys/00000000-0000-0000-0000-000000000000';

/** Signing in with a passkey, and a person's own list of them. The browser's part is `client.ts`: it fills the field `response` and sends the form. */
export function passkeyRoutes(auth: Auth, organisationName: string | undefined): Route[] {
  return [
    route({
      method: 'POST',
      path: '/sign-in/passkey/options.json',
      may: anyone,
      rate: perVisitor,
      sample: sameSample('/sign-in/passkey/options.json', {}),
      async handle() {
        const { response, headers } = await auth.api.generatePasskeyAuthenticationOptions({
          headers: new Headers(),
          returnHeaders: true,
        });
        return withCookies(json({ ...response, userVerification: 'required' }), headers);
      },
    }),
    route({
      method: 'POST',
      path: '/sign-in/passkey',
      may: anyone,
      rate: perVisitor,
      sample: sameSample('/sign-in/passkey', {}),
      async handle(req) {
        const returnTo = localPath(req.form.get('returnTo'));
        const answer = authenticatorAnswer(req);
        if (!answer) return redirect('/sign-in');
        try {
          const { headers } = await auth.api.verifyPasskeyAuthentication({
            body: { response: answer as never },
            headers: req.headers,
            returnHeaders: true,
          });
          return redirect(returnTo, { cookies: headers.getSetCookie() });
        } catch (error) {
          if (!refusalOf(error)) throw error;
          const problem = 'That passkey did not work here. Try again, or sign in with a code and look at your passkeys';
          return page(
            req,
            { title: 'Sign in', errors: [{ text: problem, href: '#passkey' }] },
            <SignInPage returnTo={returnTo} organisation={organisationName} />,
          );
        }
      },
    }),
    route({
      method: 'GET',
      path: '/account/passkeys',
      may: signedIn,
      sample: sameSample('/account/passkeys'),
      handle: inSession((req) => show(req)),
    }),
    route({
      method: 'POST',
      path: '/account/passkeys/options.json',
      may: signedIn,
      rate: perVisitor,
      sample: sameSample('/account/passkeys/options.json', {}),
      handle: inSession(async (req) => {
        const { response, headers } = await auth.api.generatePasskeyRegistrationOptions({
          query: {},
          headers: req.headers,
          returnHeaders: true,
        });
        return withCookies(json(response), headers);
      }),
    }),
    route({
      method: 'POST',
      path: '/account/passkeys',
      may: signedIn,
      rate: perVisitor,
      sample: sameSample('/account/passkeys', {}),
      handle: inSession(async (req) => {
        const answer = authenticatorAnswer(req);
        if (!answer) return redirect('/account/passkeys');
        const name = req.form.get('name').slice(0, longestName) || 'Passkey';
        try {
          const { headers } = await auth.api.verifyPasskeyRegistration({
            body: { response: answer, name },
            headers: req.headers,
            returnHeaders: true,
          });
          return redirect('/account/passkeys', {
            notice: 'The passkey has been added.',
            cookies: headers.getSetCookie(),
          });
        } catch (error) {
          if (!refusalOf(error)) throw error;
          const problem =
            'The passkey was not added. Try again: your device must recognise you by a PIN, finger or face';
          return show(req, { problem, field: newName, typed: req.form.get('name') });
        }
      }),
    }),
    route({
      method: 'POST',
      path: '/account/passkeys/:id/name',
      may: signedIn,
      sample: sameSample(`${nobodysPasskey}/name`, { name: 'School laptop' }),
      handle: inSession(async (req) => {
        const id = req.params.id ?? '';
        const name = req.form.get('name');
        const mine = await passkeysOf(req);
        if (!mine.some((key) => key.id === id)) return redirect('/account/passkeys');
        const problem = name ? `The name must be ${longestName} characters or fewer` : 'Enter a name';
        if (!name || name.length > longestName) return show(req, { problem, field: nameField(id), typed: name });
        await auth.api.updatePasskey({ body: { id, name }, headers: req.headers });
        return redirect('/account/passkeys', { notice: 'The name has been changed.' });
      }),
    }),
    route({
      method: 'POST',
      path: '/account/passkeys/:id/remove',
      may: signedIn,
      sample: sameSample(`${nobodysPasskey}/remove`, {}),
      handle: inSession(async (req) => {
        const id = req.params.id ?? '';
        const mine = await passkeysOf(req);
        // Somebody else's, or gone already: asking twice is safe and tells nothing.
        if (mine.some((key) => key.id === id)) await auth.api.deletePasskey({ body: { id }, headers: req.headers });
        return redirect('/account/passkeys', {
          notice: 'The passkey has been removed. Remove it from your device too.',
        });
      }),
    }),
  ];

  async function passkeysOf(req: Req): Promise<PasskeyView[]> {
    const found = await auth.api.listPasskeys({ headers: req.headers });
    return found.map(({ id, name, createdAt }) => ({
      id,
      name: name ?? 'Passkey',
      added: date(
        Temporal.Instant.fromEpochMilliseconds(createdAt.getTime()).toZonedDateTimeISO('Europe/London').toPlainDate(),
      ),
    }));
  }

  async function show(req: Req, refused?: PasskeysView['refused']): Promise<Response> {
    return page(
      req,
      {
        title: 'Your passkeys',
        breadcrumbs: [
          { text: 'Home', href: '/' },
          { text: 'Your passkeys', href: '/account/passkeys' },
        ],
        ...(refused ? { errors: [{ text: refused.problem, href: `#${refused.field}` }] } : {}),
      },
      <PasskeysPage passkeys={await passkeysOf(req)} email={req.actor?.email ?? ''} refused={refused} />,
    );
  }
}

/** A session may end between the look at who asks and the library's own look: then it is as if they had not signed in. */
const inSession = (handle: (req: Req) => Promise<Response>) => async (req: Req) => {
  try {
    return await handle(req);
  } catch (error) {
    if (isAPIError(error) && error.statusCode === 401) return redirect(withReturn('/sign-in', '/account/passkeys'));
    throw error;
  }
};

/** What the browser put into the form, or null when its part did not run. What it says is checked by the library. */
function authenticatorAnswer(req: Req): object | null {
  try {
    const parsed: unknown = JSON.parse(req.form.get('response'));
    return typeof parsed === 'object' ? parsed : null;
  } catch {
    return null;
  }
}

function withCookies(response: Response, headers: Headers): Response {
  for (const cookie of headers.getSetCookie()) response.headers.append('Set-Cookie', cookie);
  return response;
}
