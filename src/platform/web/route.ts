import type { Actor, Anyone } from '../actor';
import type { Clock } from '../clock';
import type { Tx } from '../database';
import type { Installation } from '../installation';
import type { Mesters } from '../mesters';
import type { Notice } from './notice';

export type Params = Readonly<Record<string, string>>;

/** Who may use a route, by the person and what its address names. Policies are named functions of a module's `policy.ts`. */
export type May = (actor: Anyone, params: Params) => boolean;

/** What the permission test knows of its small world: identifiers for samples. Modules add theirs. */
// biome-ignore lint/suspicious/noEmptyInterface: modules add to it
export interface SampleWorld {}

/** A call that succeeds for a person who may make it: 2xx or a redirect. */
export interface Sample {
  path: string;
  /** Fields of the form, for a POST. */
  form?: Record<string, string>;
  /** A file under the field's name, for a route that takes an upload. */
  upload?: { field: string; name: string; text: string };
}

export interface Route {
  method: 'GET' | 'POST';
  /** '/schools/:urn'. */
  path: string;
  may: May;
  /** One call in the asker's own scope and one in another's: the same where the route has no scope. */
  sample: (world: SampleWorld) => { own: Sample; other: Sample };
  /** How the body is read: fields in memory (64 KB), or files streamed to disk (`limits.upload`). */
  body?: 'form' | 'upload';
  /** How often one person may call it, or one address where nobody has signed in, beside the general limit. */
  rate?: { calls: number; seconds: number };
  /** Answers whoever asks without a look at who it is or what stands around a page: for what must answer when the database does not. */
  bare?: boolean;
  handle: (request: Req) => Promise<Response>;
}

/** Fields as typed; `all` for those that may repeat. Text is trimmed. */
export interface Form {
  get(name: string): string;
  all(name: string): string[];
  has(name: string): boolean;
  /** Every field, for showing a form again with what was typed. */
  entries(): Record<string, string>;
}

/** A file that was streamed to disk, deleted after the request unless the handler moves it away. */
export interface Upload {
  field: string;
  /** The name on the visitor's machine: for words only, never for a path. */
  name: string;
  path: string;
  bytes: number;
}

export interface Req {
  mesters: Mesters;
  installation: Installation;
  /** Null for a visitor who has not signed in. */
  actor: Anyone;
  clock: Clock;
  url: URL;
  params: Params;
  /** What the address asks for; text is trimmed. */
  query: URLSearchParams;
  form: Form;
  uploads: readonly Upload[];
  headers: Headers;
  requestId: string;
  nonce: string;
  /** What the answer before this request had to say, shown once. */
  notice: Notice | null;
  /** The visitor's address, for rate limits. */
  address: string;
  signal: AbortSignal;
  /** The request as it came: for the few handlers that read a body of another kind. */
  raw: Request;
  /** What stands around every page: navigation and who is signed in. The application gives it. */
  shell: Shell;
  /** One transaction in the asker's name. Reading and writing alike. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** What the application puts around a page. */
export interface Shell {
  navigation: { text: string; href: string; current?: boolean; count?: number }[];
  /** The signed-in person's place: "Rivelin Bank Primary", "Improvement team". */
  place?: string;
  /** In the menu, below the navigation: the person's own things. */
  menu: { text: string; href: string }[];
  footer: { text: string; href: string }[];
  /** The pages that belong together with this one, above its content. */
  section?: { label: string; items: { text: string; href: string; current: boolean }[] };
  /** The tabs of a place's pages for this person: a school's, say. Modules do not know each other's pages; the application does. */
  tabsOf: (place: PagePlace) => { group: string; text: string; href: string }[];
}

/** What has pages of its own: a school by its URN, a trust, a partnership. */
export interface PagePlace {
  kind: string;
  id: string;
}

/** A request of somebody who signed in: what `may` promised. */
export type SignedIn = Req & { actor: Actor };

export const route = (given: Route): Route => given;

/** For routes of which the own and the other call are the same. */
export const sameSample = (path: string, form?: Record<string, string>) => () => {
  const sample: Sample = form ? { path, form } : { path };
  return { own: sample, other: sample };
};

export const anyone: May = () => true;
export const signedIn: May = (actor) => actor !== null;
