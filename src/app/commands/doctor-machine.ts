import { existsSync, readFileSync, statSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { realClock, zone } from '../../platform/clock';
import { type Config, projectRoot } from '../../platform/config';
import { holderOf } from '../../platform/database';
import { renderPdf } from '../../platform/documents';
import { makeFolder } from '../../platform/folder';
import { answersMail } from '../../platform/mail';
import { codeOf, ill, type Look, well } from './doctor-findings';

/** Without these the database is not opened. */
export const looksBefore: readonly Look<Config>[] = [
  [
    'data folder',
    async ({ dataDir, databaseUrl }) => {
      try {
        makeFolder(dataDir);
        await access(dataDir, constants.W_OK);
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return ill(`${dataDir} is a file, and no folder. ${another}`);
        return ill(
          `${dataDir} cannot be written (${codeOf(error)}). Give this user the right to write there (chown), or: ${another}`,
        );
      }
      if (databaseUrl) return well(`${dataDir}, can be written`);
      const holder = holderOf(dataDir);
      if (!holder)
        return well(
          existsSync(join(dataDir, 'lock'))
            ? `${dataDir}, can be written; the lock of a process that is gone, or of the folder of which this is a copy, was left behind, and is replaced`
            : `${dataDir}, can be written`,
        );
      // A process that serves has been asked in our place: so one that is not this one does not take commands.
      return holder.pid === process.pid
        ? well(`${dataDir}, in use by this running program, process ${holder.pid}`)
        : ill(
            `${dataDir} is in use by process ${holder.pid}, which takes no commands: it is starting, or at work on a command. Wait for it, or stop it (kill ${holder.pid}).`,
          );
    },
  ],
];

const another = 'Set MESTERS_DATA to another folder.';

export const looksAtMachine: readonly Look<Config>[] = [
  [
    'program',
    async () => {
      const major = Number(process.versions.node.split('.')[0]);
      return major >= 26
        ? well(`Node ${process.versions.node}`)
        : ill(`Node ${process.versions.node} is too old. Start with npm, which brings the right one.`);
    },
  ],
  [
    'language and time zone',
    async () => {
      const day = Temporal.Instant.from('2019-07-01T23:30:00Z').toZonedDateTimeISO(zone).toPlainDate();
      const written = day.toLocaleString('en-GB', { day: 'numeric', month: 'long' });
      return written === '2 July'
        ? well(`${zone}, dates in English`)
        : ill(
            `1 July 23:30 in Greenwich is written "${written}" and not "2 July". Start with npm, which brings its own Node.`,
          );
    },
  ],
  [
    'secret',
    async ({ dataDir, databaseUrl, secretGiven }) => {
      if (databaseUrl && secretGiven) return well('MESTERS_SECRET is set');
      const path = join(dataDir, 'secret');
      if (!existsSync(path))
        return databaseUrl
          ? well('will be made in the data folder; with several processes set MESTERS_SECRET, the same for all')
          : well('will be made at the first start');
      if (readFileSync(path, 'utf8').trim().length < 32)
        return ill(`${path} is too short to sign with. Delete it: another is made, and everybody signs in again.`);
      return (statSync(path).mode & 0o077) === 0
        ? well('kept for this user only')
        : ill(`${path} can be read by other users. Run: chmod 600 ${path}`);
    },
  ],
  [
    'mail',
    async ({ smtpUrl }) => {
      if (!smtpUrl)
        return well(
          'letters are kept and not sent: set SMTP_URL so that people get their codes. Until then: npm run -s mesters -- admin code ADDRESS',
        );
      const problem = await answersMail(smtpUrl);
      return problem === null
        ? well('the mail server in SMTP_URL answers')
        : ill(`${problem} Correct SMTP_URL, or start the server. Letters wait and are sent when it answers.`);
    },
  ],
  [
    'address',
    async ({ baseUrl }) =>
      baseUrl.startsWith('https:') || /localhost|127\.0\.0\.1/.test(baseUrl)
        ? well(baseUrl)
        : ill(`${baseUrl} is not https. Put a proxy with a certificate in front and set BASE_URL.`),
  ],
  [
    'documents',
    async () => {
      await renderPdf({
        title: 'Doctor',
        author: 'Mesters',
        date: realClock.today(),
        body: [{ kind: 'paragraph', text: 'A document can be made.' }],
      });
      return well('PDF files can be made');
    },
  ],
  [
    'build',
    async () =>
      existsSync(join(projectRoot, 'build/client/manifest.json'))
        ? well('styles and scripts are there')
        : ill('styles and scripts are missing. Run: npm run build'),
  ],
];
