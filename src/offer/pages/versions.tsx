import { basename } from 'node:path';
import { parse } from 'yaml';
import { dropFile, type Files, fileById, type KeptFile, keepFile } from '../../platform/files';
import { Button, DataTable, FileUpload, PageHeading, Section, Tag } from '../../platform/ui';
import { download, notFound, page, type Req, type Route, redirect, route, sameSample } from '../../platform/web';
import { counted, moment, slug } from '../../platform/words';
import { checkOffer, type OfferMistake } from '../check';
import { mayPublishOffer, maySeeVersions } from '../policy';
import { readOfferText } from '../published/file';
import { publishOffer, sha256Of } from '../published/publish';
import { allVersions, currentOffer, offerOfVersion, offerOfYear, textOfVersion, type Version } from '../published/read';
import type { Offer } from '../schema/schema';
import { type Difference, differences } from './differences';
import { OfferTabs } from './frame';
import { samples } from './samples';

const here = '/offer/versions';

/** What was published when, and a new version: checked, compared, published. */
export const versionRoutes: Route[] = [
  route({
    method: 'GET',
    path: here,
    may: maySeeVersions,
    sample: sameSample(here),
    handle: (req) => versionsPage(req),
  }),
  route({
    method: 'GET',
    path: `${here}/:id/file`,
    may: maySeeVersions,
    sample: samples.version,
    handle: downloadVersion,
  }),
  route({
    method: 'POST',
    path: `${here}/check`,
    may: mayPublishOffer,
    body: 'upload',
    sample: samples.upload,
    rate: { calls: 30, seconds: 60 },
    handle: check,
  }),
  route({
    method: 'POST',
    path: `${here}/publish`,
    may: mayPublishOffer,
    sample: samples.publish,
    handle: publish,
  }),
];

interface Problem {
  /** What is wrong with the upload as a whole. */
  file?: string;
  mistakes?: { fileName: string; found: readonly OfferMistake[] };
}

async function versionsPage(req: Req, problem: Problem = {}): Promise<Response> {
  const { versions, current } = await req.tx(async (tx) => ({
    versions: await allVersions(tx),
    current: await currentOffer(tx),
  }));
  const wrong =
    problem.file ??
    (problem.mistakes
      ? `${problem.mistakes.fileName} has ${counted(problem.mistakes.found.length, 'mistake')}. Mend ${problem.mistakes.found.length === 1 ? 'it' : 'them'} and choose the file again`
      : undefined);
  return page(
    req,
    {
      title: 'Versions of the offer',
      density: 'staff',
      ...(wrong ? { errors: [{ text: wrong, href: '#file' }] } : {}),
    },
    <>
      {current && <OfferTabs req={req} offer={current.offer} at={here} />}
      <PageHeading
        title="Versions of the offer"
        lead="A contract keeps the version that it was signed on. Everything else follows the newest."
      />
      {problem.mistakes && <Mistakes {...problem.mistakes} />}
      <Section title="Published" rule="ink">
        <DataTable
          caption="Published versions"
          captionHidden
          rows={versions}
          columns={[
            { key: 'year', header: 'Year', cell: ({ year }) => year, name: true, strong: true },
            { key: 'version', header: 'Version', cell: ({ version }) => version, align: 'end', figure: true },
            { key: 'when', header: 'Published', cell: ({ publishedAt }) => moment(publishedAt) },
            { key: 'file', header: 'File', cell: (one) => <a href={`${here}/${one.id}/file`}>{one.fileName}</a> },
            {
              key: 'state',
              header: 'State',
              plain: true,
              cell: ({ id }) => (id === current?.id ? <Tag tone="petrol">Shown today</Tag> : null),
            },
          ]}
        />
      </Section>
      {mayPublishOffer(req.actor) && (
        <Section
          title="A new version"
          rule="ink"
          intro="Nothing changes yet: the file is checked first, and you see what differs."
        >
          <form action={`${here}/check`} method="post" enctype="multipart/form-data" data-upload>
            <FileUpload
              id="file"
              name="file"
              label="Offer file"
              hint="Take the file of the newest version, change it, and choose it here. It ends in .yaml"
              accept=".yaml,.yml,text/yaml,application/yaml"
              error={wrong}
            />
            <Button>Check this file</Button>
          </form>
        </Section>
      )}
    </>,
  );
}

const Mistakes = ({ fileName, found }: { fileName: string; found: readonly OfferMistake[] }) => (
  <Section title={`What is wrong with ${fileName}`} rule="ink">
    <DataTable
      caption={`Mistakes in ${fileName}`}
      captionHidden
      scroll
      rows={found}
      columns={[
        { key: 'line', header: 'Line', cell: ({ line }) => line, name: true, strong: true },
        { key: 'column', header: 'Column', cell: ({ column }) => column, align: 'end' },
        { key: 'path', header: 'Where in the offer', cell: ({ path }) => <code>{path}</code> },
        { key: 'message', header: 'What is wrong', cell: ({ message }) => message },
      ]}
    />
  </Section>
);

async function downloadVersion(req: Req): Promise<Response> {
  const found = await req.tx(async (tx) => {
    const version = await offerOfVersion(tx, req.params.id ?? '');
    return version && { version, text: await textOfVersion(tx, version.id) };
  });
  if (!found) return notFound(req);
  const { version, text } = found;
  return download(text, {
    name: `${slug(version.offer.id)}-version-${version.version}.yaml`,
    type: 'application/yaml; charset=utf-8',
  });
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
    const newest = await offerOfYear(tx, checked.value.year);
    const compared = newest ?? (await currentOffer(tx));
    const unchanged = newest?.sha256 === sha256Of(text.value);
    return {
      newest,
      compared,
      differ: compared ? differences(parse(await textOfVersion(tx, compared.id)), parse(text.value)) : [],
      // Kept until it is published, so that what is published is what was looked at.
      kept: unchanged
        ? null
        : await keepFile(tx, req.mesters.files, {
            content: new TextEncoder().encode(text.value),
            name: fileName,
            type: 'application/yaml',
            level: 'installation/*',
          }),
    };
  });
  return previewPage(req, { ...preview, fileName, offer: checked.value });
}

function previewPage(
  req: Req,
  given: {
    fileName: string;
    offer: Offer;
    /** Null: this content is published already. */
    kept: KeptFile | null;
    /** The newest version of the same year, and what the file is compared with: that, or the offer of today. */
    newest: Version | null;
    compared: Version | null;
    differ: readonly Difference[];
  },
): Promise<Response> {
  const { fileName, offer, kept, newest, compared, differ } = given;
  return page(
    req,
    { title: `Publish ${fileName}?`, density: 'staff' },
    <>
      <PageHeading
        title={
          !kept
            ? 'This is published already'
            : `Publish the offer of ${offer.year} as version ${(newest?.version ?? 0) + 1}?`
        }
        lead={
          kept === null
            ? `${fileName} is the same as version ${newest?.version} of ${offer.year}.`
            : compared
              ? `${offer.name}. ${fileName} has no mistakes. ${differ.length === 0 ? 'Only its comments or its layout differ' : `${counted(differ.length, 'thing')} ${differ.length === 1 ? 'differs' : 'differ'}`} from version ${compared.version} of ${compared.year}.`
              : `${offer.name}. ${fileName} has no mistakes. It is the first to be published.`
        }
      />
      {kept && (
        <form class="m-section" action={`${here}/publish`} method="post">
          <input type="hidden" name="file" value={kept.id} />
          <div class="govuk-button-group">
            <Button>Publish this version</Button>
            <a href={here}>Leave it as it is</a>
          </div>
        </form>
      )}
      {!kept && (
        <p>
          <a href={here}>Back to the versions</a>
        </p>
      )}
      {differ.length > 0 && <Differences differ={differ} />}
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
  const outcome = await req.tx(async (tx) => {
    const kept = await fileById(tx, req.form.get('file'));
    if (!kept) return null;
    const text = await textOf(req.mesters.files, kept.sha256);
    const published = await publishOffer(tx, req, text, kept.name);
    await dropFile(tx, kept.id);
    return published;
  });
  // Sent twice, or from an old tab: the list says what is published.
  if (!outcome)
    return redirect(here, { notice: 'That file has been dealt with already. The list below says what is published.' });
  if (!outcome.ok) return versionsPage(req, { mistakes: { fileName: 'The file', found: outcome.reason } });
  return redirect(here, { notice: outcomeWords(outcome.value) });
}

const outcomeWords = ({ version, changed }: { version: Version; changed: boolean }): string =>
  changed
    ? `Published: the offer of ${version.year}, version ${version.version}.`
    : `Nothing changed: version ${version.version} of ${version.year} has the same content.`;

const textOf = async (files: Files, sha256: string): Promise<string> =>
  new TextDecoder().decode(await files.read(sha256));
