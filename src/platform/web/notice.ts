import type { Req } from './route';

/**
 * A word that an answer takes along to the page it leads to. The address has the word's key and a cookie of that name has the word: two
 * windows of one browser that are answered at the same moment each show their own, nothing is kept here, and no script is needed.
 */
export interface Notice {
  key: string;
  text: string;
  /** Something was done; else it says why it was not. */
  done: boolean;
}

const parameter = 'notice';
const seconds = 60;

const cookieOf = ({ key, text, done }: Notice, age: number): string =>
  `mesters_${done ? 'notice' : 'refusal'}_${key}=${encodeURIComponent(text)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}`;

/** Where to go, with the key, and the cookie that has the word. */
export function sendNotice(to: string, text: string, done: boolean): { location: string; cookie: string } {
  const key = crypto.randomUUID().slice(0, 8);
  return { location: withKey(to, key), cookie: cookieOf({ key, text, done }, seconds) };
}

/** The word that this request was sent with. Its key leaves the address: pages link to their own, and nobody is to keep it. */
export function takeNotice(url: URL, headers: Headers): Notice | null {
  const key = url.searchParams.get(parameter);
  if (key === null) return null;
  url.searchParams.delete(parameter);
  if (!/^[0-9a-f]{8}$/.test(key)) return null;
  const [, kind, found] =
    new RegExp(`(?:^|;\\s*)mesters_(notice|refusal)_${key}=([^;]*)`).exec(headers.get('cookie') ?? '') ?? [];
  try {
    return found ? { key, text: decodeURIComponent(found), done: kind === 'notice' } : null;
  } catch {
    return null;
  }
}

/** The cookie of a word that has been shown goes. */
export const forgetNotice = (notice: Notice): string => cookieOf({ ...notice, text: '' }, 0);

/** A page that only leads on to another of ours hands the word on, unless it has one of its own to say. */
export function handOn({ notice }: Pick<Req, 'notice'>, response: Response): void {
  const to = response.headers.get('location');
  if (!notice || response.status !== 303 || !to?.startsWith('/')) return;
  if (new URL(to, 'http://here').searchParams.has(parameter)) return;
  response.headers.set('location', withKey(to, notice.key));
}

function withKey(to: string, key: string): string {
  const [, before = '', fragment = ''] = /^([^#]*)(.*)$/s.exec(to) ?? [];
  return `${before}${before.includes('?') ? '&' : '?'}${parameter}=${key}${fragment}`;
}
