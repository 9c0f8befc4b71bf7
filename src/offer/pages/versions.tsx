import {
  Button,
  DataTable,
  ExportLinks,
  FileForm,
  FileUpload,
  inOrder,
  Notice,
  PageHeading,
  readOrder,
  Section,
  sortLinks,
  Tag,
} from '../../platform/ui';
import { download, fileRoutes, notFound, page, type Req, type Route, route, sameSample } from '../../platform/web';
import { counted, moment, slug } from '../../platform/words';
import type { OfferMistake } from '../check';
import { mayPublishOffer, maySeeVersions } from '../policy';
import {
  allVersions,
  currentOffer,
  textOfVersion,
  UnreadableOffer,
  type Version,
  versionById,
  versionOfToday,
} from '../published/read';
import { newerShipped, newerWords } from '../published/shipped';
import { OfferTabs } from './frame';
import { Mistakes } from './mistakes';
import { samples } from './samples';
import { HowToMend } from './unreadable';

export const versionsPath = '/offer/versions';

/** What was published when. */
export const versionRoutes: Route[] = [
  route({
    method: 'GET',
    path: versionsPath,
    may: maySeeVersions,
    sample: sameSample(versionsPath),
    handle: (req) => versionsPage(req),
  }),
  ...fileRoutes({
    path: versionsPath,
    may: maySeeVersions,
    sample: () => [versionsPath, versionsPath],
    async file(req) {
      const versions = inOrder(await req.tx(allVersions), by, orderOf(req));
      return {
        name: 'offer-versions',
        table: {
          name: 'Versions of the offer',
          columns: [
            { heading: 'Year', kind: 'text' },
            { heading: 'Version', kind: 'number' },
            { heading: 'Published', kind: 'date' },
            { heading: 'File', kind: 'text' },
          ],
          rows: versions.map(({ year, version, publishedAt, fileName }) => [
            year,
            version,
            publishedAt.toZonedDateTimeISO('Europe/London').toPlainDate(),
            fileName,
          ]),
        },
      };
    },
  }),
  route({
    method: 'GET',
    path: `${versionsPath}/:id/file`,
    may: maySeeVersions,
    sample: samples.version,
    handle: downloadVersion,
  }),
];

/** What the list may be sorted by. */
const by = {
  year: ({ year }: Version) => year,
  version: ({ version }: Version) => version,
  when: ({ publishedAt }: Version) => publishedAt.epochMilliseconds,
  file: ({ fileName }: Version) => fileName,
};
const keys = ['year', 'version', 'when', 'file'] as const;

const orderOf = (req: Req) => readOrder(req.query, keys, { key: 'year', dir: 'desc' });

export interface Problem {
  /** What is wrong with the upload as a whole. */
  file?: string;
  mistakes?: { fileName: string; found: readonly OfferMistake[] };
}

export async function versionsPage(req: Req, problem: Problem = {}): Promise<Response> {
  const { versions, shown, current, newer } = await req.tx(async (tx) => ({
    versions: await allVersions(tx),
    shown: await versionOfToday(tx),
    // Here of all places an offer that cannot be read must not be in the way.
    current: await currentOffer(tx).catch((error: unknown) => {
      if (error instanceof UnreadableOffer) return error;
      throw error;
    }),
    newer: mayPublishOffer(req.actor) ? await newerShipped(tx) : [],
  }));
  const wrong =
    problem.file ??
    (problem.mistakes
      ? `${problem.mistakes.fileName} has ${counted(problem.mistakes.found.length, 'mistake')}. Mend ${problem.mistakes.found.length === 1 ? 'it' : 'them'} and choose the file again`
      : undefined);
  const order = orderOf(req);
  return page(
    req,
    {
      title: 'Versions of the offer',
      density: 'staff',
      ...(wrong ? { errors: [{ text: wrong, href: '#file' }] } : {}),
    },
    <>
      {current && !(current instanceof UnreadableOffer) && (
        <OfferTabs req={req} offer={current.offer} at={versionsPath} />
      )}
      <PageHeading
        title="Versions of the offer"
        lead="A contract keeps the version that it was signed on. Everything else follows the newest."
      />
      {problem.mistakes && (
        <Mistakes title={`What is wrong with ${problem.mistakes.fileName}`} found={problem.mistakes.found} />
      )}
      {current instanceof UnreadableOffer && <HowToMend unreadable={current} mayPublish={mayPublishOffer(req.actor)} />}
      {newer.map((one) => (
        <Notice kind="hint">
          {newerWords(one)} <a href="#file">Choose that file below</a> to see what differs, and to publish it.
        </Notice>
      ))}
      <Section
        title="Published"
        rule="ink"
        aside={
          <ExportLinks csv={`${versionsPath}.csv${req.url.search}`} excel={`${versionsPath}.xlsx${req.url.search}`} />
        }
      >
        <DataTable
          caption="Published versions"
          captionHidden
          rows={inOrder(versions, by, order)}
          sort={sortLinks(`${versionsPath}${req.url.search}`, order)}
          columns={[
            { key: 'year', header: 'Year', cell: ({ year }) => year, name: true, strong: true, sortable: true },
            {
              key: 'version',
              header: 'Version',
              cell: ({ version }) => version,
              align: 'end',
              figure: true,
              sortable: true,
            },
            { key: 'when', header: 'Published', cell: ({ publishedAt }) => moment(publishedAt), sortable: true },
            {
              key: 'file',
              header: 'File',
              cell: (one) => <a href={`${versionsPath}/${one.id}/file`}>{one.fileName}</a>,
              sortable: true,
            },
            {
              key: 'state',
              header: 'State',
              plain: true,
              cell: ({ id }) =>
                id !== shown?.id ? null : current instanceof UnreadableOffer ? (
                  <Tag tone="outline">Cannot be read</Tag>
                ) : (
                  <Tag tone="petrol">Shown today</Tag>
                ),
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
          <FileForm action={`${versionsPath}/check`}>
            <FileUpload
              id="file"
              name="file"
              label="Offer file"
              hint="Take the file of the newest version, change it, and choose it here. It ends in .yaml"
              accept=".yaml,.yml,text/yaml,application/yaml"
              error={wrong}
            />
            <Button>Check this file</Button>
          </FileForm>
        </Section>
      )}
    </>,
  );
}

async function downloadVersion(req: Req): Promise<Response> {
  const found = await req.tx(async (tx) => {
    const version = await versionById(tx, req.params.id ?? '');
    return version && { version, text: await textOfVersion(tx, version.id) };
  });
  if (!found) return notFound(req);
  const { version, text } = found;
  return download(text, {
    name: `${slug(version.fileName.replace(/\.ya?ml$/i, ''))}-version-${version.version}.yaml`,
    type: 'application/yaml; charset=utf-8',
  });
}
