import { createTransport } from 'nodemailer';
import { htmlOf, signed } from './html';

export interface Outgoing {
  id: string;
  to: string;
  subject: string;
  text: string;
  /** The partnership's. */
  name: string;
}

/** @throws whatever stood in the way: see `wordsOf`, `refusedForGood`. */
export async function sendBySmtp(smtpUrl: string, from: string, letter: Outgoing): Promise<void> {
  const transport = transportTo(smtpUrl);
  try {
    await transport.sendMail({
      from,
      to: { name: '', address: letter.to },
      subject: letter.subject,
      text: signed(letter.text, letter.name),
      html: htmlOf(letter),
      messageId: `<${letter.id}@${/@([\w.-]+)/.exec(from)?.[1] ?? 'mesters.example'}>`,
      // No out-of-office answers to a program.
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  } finally {
    transport.close();
  }
}

/** Whether the mail server answers and knows us: null, or what stood in the way. */
export async function answersMail(smtpUrl: string): Promise<string | null> {
  const transport = transportTo(smtpUrl);
  try {
    await transport.verify();
    return null;
  } catch (error) {
    return wordsOf(error);
  } finally {
    transport.close();
  }
}

const transportTo = (smtpUrl: string) =>
  createTransport({
    url: smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

/** The server will not take this letter to this address, now or later. A refused sign-in is not of that kind: it may be mended. */
export function refusedForGood(error: unknown): boolean {
  const { code, responseCode } = asFault(error);
  if (code === 'EENVELOPE' && responseCode === undefined) return true; // not an address at all
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== undefined && responseCode >= 500;
}

/** What stood in the way, for the outbox and the log: the server's own sentence is left out, because it repeats the address. */
export function wordsOf(error: unknown): string {
  const { code, responseCode } = asFault(error);
  if (code === 'EAUTH') return 'The mail server does not accept our name and password (SMTP_URL).';
  if (responseCode !== undefined) return `The mail server refused the letter with code ${responseCode}.`;
  if (code === 'EENVELOPE') return 'The address is not one that letters can be sent to.';
  return `The mail server could not be reached${code ? ` (${code})` : ''}.`;
}

function asFault(error: unknown): { code?: string; responseCode?: number } {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof responseCode === 'number' ? { responseCode } : {}),
  };
}
