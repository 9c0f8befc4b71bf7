import { PageHeading } from '../../platform/ui';
import { page, problem, type Req, type Route } from '../../platform/web';
import { mayPublishOffer, maySeeVersions } from '../policy';
import { UnreadableOffer } from '../published/read';
import { Mistakes } from './mistakes';

/**
 * Pages that need the offer say so plainly where the published one cannot be read: the office learns what to mend,
 * everybody else that it is not available just now.
 */
export const sayUnreadableOffer = (routes: readonly Route[]): Route[] =>
  routes.map((route) => ({
    ...route,
    async handle(req) {
      try {
        return await route.handle(req);
      } catch (error) {
        if (!(error instanceof UnreadableOffer)) throw error;
        req.mesters.log.error('offer unreadable', error, { version: error.version.id });
        return unreadablePage(req, error);
      }
    },
  }));

function unreadablePage(req: Req, unreadable: UnreadableOffer): Promise<Response> {
  if (!maySeeVersions(req.actor))
    return problem(
      req,
      503,
      'The offer is not available just now',
      'The partnership office can see what is wrong and is able to mend it. Nothing that you had saved is lost.',
    );
  const title = 'The published offer cannot be read';
  return page(
    req,
    { title, status: 503, density: 'staff' },
    <>
      <PageHeading title={title} lead="This page needs it. Schools see that the offer is not available just now." />
      <HowToMend unreadable={unreadable} mayPublish={mayPublishOffer(req.actor)} />
    </>,
  );
}

/** What is wrong with which line, and how to publish a mended version. */
export function HowToMend({ unreadable, mayPublish }: { unreadable: UnreadableOffer; mayPublish: boolean }) {
  const { version, mistakes } = unreadable;
  return (
    <>
      <p>
        Version {version.version} of {version.year} was published by an earlier version of the program, which read it
        differently. <a href={`/offer/versions/${version.id}/file`}>Take its file</a>, mend these lines, and{' '}
        {mayPublish ? (
          <a href="/offer/versions">publish it as a new version</a>
        ) : (
          'ask an administrator to publish it as a new version'
        )}
        .
      </p>
      <Mistakes title={`What cannot be read in ${version.fileName}`} found={mistakes} />
    </>
  );
}
