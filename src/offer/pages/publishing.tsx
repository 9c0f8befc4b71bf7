import { basename } from 'node:path';
import { parse } from 'yaml';
import type { Tx } from '../../platform/database';
import { dropFile, type Files } from '../../platform/files';
import { Button, DataTable, PageHeading, Section } from '../../platform/ui';
import { page, type Req, type Route, redirect, route } from '../../platform/web';
import { counted } from '../../platform/words';
import { checkOffer } from '../check';
import { mayPublishOffer } from '../policy';
import { readOfferText } from '../published/file';
import { oneAtATime, publishOffer } from '../published/publish';
import { newestOfYear, sha256Of, textOfVersion, type Version, versionOfToday } from '../published/read';
import { keepWaiting, waitingFile } from '../published/waiting';
import type { Offer } from '../schema/schema';
import { type Difference, differences } from './differences';
import { samples } from './samples';
import { versionsPage, versionsPath } from './versions';

/** A new version: checked, compared, published. */
export const publishingRoutes: Route[] = [
  route({
    method: 'POST',
    path: `${versionsPath}/check`,
    may: mayPublishOffer,
    body: 'upload',
    sample: samples.upload,
    rate: { calls: 30, seconds: 60 },
    handle: check,
  }),
  route({
    method: 'POST',
    path: `${versionsPath}/publish`,
    may: mayPublishOffer,
    sample: samples.publish,
    handle: publish,
  }),
];

/** A checked file beside what is published. */
interface Preview {
  fileName: string;
  offer: Offer;
  /** The file that waits; null: this content is published already. */
  waiting: string | null;
  /** The newest version of the same year, and what the file is compared with: that, or the offer of today. */
  newest: Version | null;
  compared: Version | null;
  differ: readonly Difference[];
}

async function check(req: Req): Promise<Response> {
  const upload = req.uploads.find(({ field }) => field === 'file');
  if (!upload) return versionsPage(req, { file: 'Choose an offer file' });
  const fileName = basename(upload.name.replaceAll('\\', '/')).slice(0, 200) || 'offer.yaml';
  const text = await readOfferText(upload.path);
  if (!text.ok) return versionsPage(req, { file: `${fileName}: ${text.reason}` });
  const checked = checkOffer(text.value, fileName);
  if (!checked.ok) return versionsPage(req, { mistakes: { fileName, found: checked.reason } });
  const preview = await req.tx(async (tx) => {
    const compared = await compare(tx, checked.value, text.value);
    const waiting =
      compared.newest?.sha256 === sha256Of(text.value)
        ? null
        : (await keepWaiting(tx, req.mesters.files, fileName, text.value)).id;
    return { ...compared, waiting };
  });
  return previewPage(req, { ...preview, fileName, offer: checked.value });
}

async function compare(tx: Tx, offer: Offer, text: string): Promise<Pick<Preview, 'newest' | 'compared' | 'differ'>> {
  const newest = await newestOfYear(tx, offer.year);
  const compared = newest ?? (await versionOfToday(tx));
  const differ = compared ? differences(parse(await textOfVersion(tx, compared.id)), parse(text)) : [];
  return { newest, compared, differ };
}

function previewPage(req: Req, preview: Preview, overtaken = false): Promise<Response> {
  const { fileName, offer, waiting, newest, compared, differ } = preview;
  return page(
    req,
    {
      title: `Publish ${fileName}?`,
      density: 'staff',
      ...(overtaken
        ? {
            status: 409,
            errors: [
              {
                text: `Another version was published meanwhile: version ${newest?.version} of ${offer.year}. Nothing of yours is published yet; look again`,
                href: '#differs',
              },
            ],
          }
        : {}),
    },
    <>
      <PageHeading
        title={
          waiting === null
            ? 'This is published already'
            : `Publish the offer of ${offer.year} as version ${(newest?.version ?? 0) + 1}?`
        }
        lead={
          waiting === null
            ? `${fileName} is the same as version ${newest?.version} of ${offer.year}.`
            : compared
              ? `${offer.name}. ${fileName} has no mistakes. ${differ.length === 0 ? 'Only its comments or its layout differ' : `${counted(differ.length, 'thing')} ${differ.length === 1 ? 'differs' : 'differ'}`} from version ${compared.version} of ${compared.year}.`
              : `${offer.name}. ${fileName} has no mistakes. It is the first to be published.`
        }
      />
      {waiting === null ? (
        <p>
          <a href={versionsPath}>Back to the versions</a>
        </p>
      ) : (
        <form class="m-section" action={`${versionsPath}/publish`} method="post">
          <input type="hidden" name="file" value={waiting} />
          <input type="hidden" name="compared-with" value={newest?.id ?? ''} />
          <div class="govuk-button-group">
            <Button>Publish this version</Button>
            <a href={versionsPath}>Leave it as it is</a>
          </div>
        </form>
      )}
      <div id="differs">{differ.length > 0 && <Differences differ={differ} />}</div>
    </>,
  );
}

/** More differences than this are another offer: they are counted, not read. */
const mostShown = 200;

const Differences = ({ differ }: { differ: readonly Difference[] }) => (
  <Section
    title="What differs"
    rule="ink"
    {...(differ.length > mostShown ? { intro: `The first ${mostShown} of ${differ.length}.` } : {})}
  >
    <DataTable
      caption="What differs"
      captionHidden
      rows={differ.slice(0, mostShown)}
      columns={[
        { key: 'path', header: 'Where in the offer', cell: ({ path }) => <code>{path}</code>, name: true },
        { key: 'before', header: 'Published', cell: ({ before }) => (before === null ? null : shortened(before)) },
        { key: 'after', header: 'In this file', cell: ({ after }) => (after === null ? null : shortened(after)) },
      ]}
    />
  </Section>
);

const shortened = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

async function publish(req: Req): Promise<Response> {
  const { actor, clock } = req;
  const outcome = await req.tx(async (tx) => {
    // Before looking for the file: of a double click the second finds it gone.
    await oneAtATime(tx);
    const kept = await waitingFile(tx, req.form.get('file'));
    if (!kept) return null;
    const text = await textOf(req.mesters.files, kept.sha256);
    const comparedWith = req.form.get('compared-with') || null;
    const published = await publishOffer(tx, { actor, clock, comparedWith }, text, kept.name);
    if (published.ok || published.reason.why === 'mistakes') {
      await dropFile(tx, kept.id);
      return { published };
    }
    const checked = checkOffer(text, kept.name);
    if (!checked.ok) throw new Error('A file with mistakes was overtaken.');
    const compared = await compare(tx, checked.value, text);
    return { again: { ...compared, fileName: kept.name, offer: checked.value, waiting: kept.id } };
  });
  // Sent twice, or from an old tab: the list says what is published.
  if (!outcome)
    return redirect(versionsPath, {
      refusal: 'That file has been dealt with already. The list below says what is published.',
    });
  if (outcome.again) return previewPage(req, outcome.again, true);
  const { published } = outcome;
  if (published.ok) return redirect(versionsPath, { notice: outcomeWords(published.value) });
  if (published.reason.why === 'overtaken') throw new Error('Said above.');
  return versionsPage(req, { mistakes: { fileName: 'The file', found: published.reason.mistakes } });
}

const outcomeWords = ({ version, changed }: { version: Version; changed: boolean }): string =>
  changed
    ? `Published: the offer of ${version.year}, version ${version.version}.`
    : `Nothing changed: version ${version.version} of ${version.year} has the same content.`;

const textOf = async (files: Files, sha256: string): Promise<string> =>
  new TextDecoder().decode(await files.read(sha256));
