import { isMailAddress } from '../mail';
import { anyone, page, type Req, type Route, redirect, route, sameSample } from '../web';
import { counted } from '../words';
import { type Auth, notInvited, organisation, refusalOf } from './auth';
import { CodePage, SignInPage } from './pages';
import { passkeyRoutes } from './passkey-routes';
import { localPath, withReturn } from './return-to';

export interface Ways {
  auth: Auth;
  /** The organisation's own sign-in service, where one is configured; its `auth` is null while it cannot be reached. */
  organisation: { name: string; auth: () => Promise<Auth | null> } | null;
  /** Seconds until an address may be sent another; none where it may be now. */
  waitForCode(email: string): Promise<number>;
  signOutEverywhere(email: string): Promise<void>;
  secureCookies: boolean;
}

/** A school's staff share one address on the internet, so a visitor may try more often than a person would. */
const perVisitor = { calls: 60, seconds: 600 };

export function signInRoutes(ways: Ways): Route[] {
  const { auth } = ways;
  const kept = keptAddress(ways.secureCookies);
  const showStart = (req: Req, view: { email?: string; problem?: string; status?: number } = {}) =>
    page(
      req,
      {
        title: 'Sign in',
        ...(view.problem ? { errors: [{ text: view.problem, href: '#email' }] } : {}),
        ...(view.status ? { status: view.status } : {}),
      },
      <SignInPage
        returnTo={wanted(req)}
        organisation={ways.organisation?.name}
        email={view.email}
        problem={view.problem}
      />,
    );
  const showCode = (req: Req, email: string, view: { code?: string; problem?: string } = {}) =>
    page(
      req,
      { title: 'Enter your code', ...(view.problem ? { errors: [{ text: view.problem, href: '#code' }] } : {}) },
      <CodePage email={email} returnTo={wanted(req)} code={view.code} problem={view.problem} />,
    );

  return [
    route({
      method: 'GET',
      path: '/sign-in',
      may: anyone,
      sample: sameSample('/sign-in'),
      async handle(req) {
        if (req.actor) return redirect(wanted(req));
        return showStart(req, organisationProblem(req, ways.organisation?.name));
      },
    }),
    route({
      method: 'POST',
      path: '/sign-in',
      may: anyone,
      rate: perVisitor,
      sample: sameSample('/sign-in', { email: 'somebody@school.example' }),
      async handle(req) {
        const typed = req.form.get('email');
        const email = typed.toLowerCase();
        if (!isMailAddress(email)) {
          const problem = typed
            ? 'Enter an email address in the correct format, like name@example.com'
            : 'Enter your email address';
          return showStart(req, { email: typed, problem });
        }
        // Nothing from here on depends on whether the address is known.
        const wait = await ways.waitForCode(email);
        if (wait > 0) {
          const answer = await showStart(req, {
            email: typed,
            problem: `Too many codes were asked for at this address. Wait ${counted(Math.ceil(wait / 60), 'minute')}, then ask again`,
            status: 429,
          });
          answer.headers.set('Retry-After', String(wait));
          return answer;
        }
        await auth.api.sendVerificationOTP({ body: { email, type: 'sign-in' } });
        return redirect(withReturn('/sign-in/code', wanted(req)), { cookies: [kept.set(email)] });
      },
    }),
    route({
      method: 'GET',
      path: '/sign-in/code',
      may: anyone,
      sample: sameSample('/sign-in/code'),
      async handle(req) {
        const email = kept.read(req);
        return email ? showCode(req, email) : redirect(withReturn('/sign-in', wanted(req)));
      },
    }),
    route({
      method: 'POST',
      path: '/sign-in/code',
      may: anyone,
      rate: perVisitor,
      sample: sameSample('/sign-in/code', { code: '000000' }),
      async handle(req) {
        const email = kept.read(req);
        if (!email) return redirect(withReturn('/sign-in', wanted(req)));
        const code = req.form.get('code');
        const otp = code.replace(/[\s-]/g, '');
        if (!/^\d{6}$/.test(otp)) return showCode(req, email, { code, problem: 'Enter the 6 digits from the email' });
        try {
          const { headers } = await auth.api.signInEmailOTP({
            body: { email, otp },
            headers: new Headers(),
            returnHeaders: true,
          });
          return redirect(wanted(req), { cookies: [...headers.getSetCookie(), kept.forget()] });
        } catch (error) {
          const reason = refusalOf(error);
          if (!reason) throw error;
          return showCode(req, email, { code, problem: codeProblems[reason] ?? codeProblems.INVALID_OTP });
        }
      },
    }),
    route({
      method: 'POST',
      path: '/sign-out',
      may: anyone,
      sample: sameSample('/sign-out', {}),
      async handle(req) {
        const { headers } = req;
        const everywhere = req.form.has('everywhere') && req.actor;
        if (everywhere) await ways.signOutEverywhere(everywhere.email);
        const answer = await auth.api.signOut({ headers, returnHeaders: true });
        const notice = everywhere ? 'You have signed out on every device.' : 'You have signed out.';
        return redirect('/', { notice, cookies: answer.headers.getSetCookie() });
      },
    }),
    ...passkeyRoutes(auth, ways.organisation?.name),
    ...(ways.organisation ? organisationRoutes(ways.organisation.auth) : []),
  ];
}

function organisationRoutes(organisationAuth: () => Promise<Auth | null>): Route[] {
  const failed = (req: Req, code = 'unknown') =>
    redirect(withReturn(`/sign-in?problem=organisation&error=${encodeURIComponent(code)}`, wanted(req)));
  return [
    // A link, not a form: the content policy follows a form through every redirect of a service that is not ours.
    route({
      method: 'GET',
      path: '/sign-in/organisation',
      may: anyone,
      rate: perVisitor,
      sample: sameSample('/sign-in/organisation'),
      async handle(req) {
        const auth = await organisationAuth();
        if (!auth) return failed(req);
        const { headers, response } = await auth.api.signInSocial({
          body: {
            provider: organisation,
            callbackURL: wanted(req),
            errorCallbackURL: withReturn('/sign-in?problem=organisation', wanted(req)),
            disableRedirect: true,
          },
          headers: req.headers,
          returnHeaders: true,
        });
        return response.url ? redirect(response.url, { cookies: headers.getSetCookie() }) : failed(req);
      },
    }),
    route({
      method: 'GET',
      path: '/sign-in/callback/organisation',
      may: anyone,
      rate: perVisitor,
      sample: sameSample('/sign-in/callback/organisation'),
      async handle(req) {
        const auth = await organisationAuth();
        if (!auth) return failed(req);
        const answer = await auth.api.callbackOAuth({
          params: { id: organisation },
          query: Object.fromEntries(req.query),
          headers: req.headers,
          asResponse: true,
        });
        const to = answer.headers.get('location');
        if (to) return redirect(to, { cookies: answer.headers.getSetCookie() });
        const { code } = (await answer.json().catch(() => ({}))) as { code?: string };
        return failed(req, code);
      },
    }),
  ];
}

/** The same words whether nobody, somebody unknown or somebody known typed the code. */
const codeProblems: Record<string, string> & { INVALID_OTP: string } = {
  INVALID_OTP:
    'That code is not right, was used before, or a newer one was sent. Check the latest email, or ask for another code',
  OTP_EXPIRED: 'That code has expired. Ask for another code',
  TOO_MANY_ATTEMPTS: 'That code was tried too often and no longer works. Ask for another code',
};

/** What the organisation's service came back with. It has proved the address, so saying that nobody invited it gives nothing away. */
function organisationProblem(req: Req, name: string | undefined): { problem?: string; status?: number } {
  if (!name || req.query.get('problem') !== 'organisation') return {};
  if (req.query.get('error') === notInvited)
    return {
      problem: `You signed in with ${name}, but that address has no current role here. Ask whoever runs this site at your place to invite it`,
      status: 403,
    };
  if (req.query.get('error') === 'access_denied')
    return { problem: `You left ${name} before you had signed in. Try again, or ask for a code`, status: 400 };
  return { problem: `Signing in with ${name} did not work. Try again, or ask for a code`, status: 400 };
}

/** Where the visitor was going: in the form of a page that was sent, else in the address. */
export const wanted = (req: Req): string => localPath(req.form.get('returnTo') || req.query.get('returnTo'));

/** The address between the two pages, kept out of the page's own address and so out of logs and histories. */
function keptAddress(secure: boolean) {
  const name = secure ? '__Host-mesters_address' : 'mesters_address';
  const cookie = (value: string, seconds: number) =>
    `${name}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
  return {
    set: (email: string) => cookie(email, 3600),
    forget: () => cookie('', 0),
    read(req: Req): string | null {
      const found = new RegExp(`(?:^|;\\s*)${name}=([^;]+)`).exec(req.headers.get('cookie') ?? '')?.[1];
      try {
        const email = decodeURIComponent(found ?? '');
        return isMailAddress(email) ? email : null;
      } catch {
        return null;
      }
    },
  };
}
