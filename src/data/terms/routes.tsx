import { localPath } from '../../platform/sign-in';
import { Button, PageHeading, Section } from '../../platform/ui';
import { page, type Req, type Route, redirect, route, type SignedIn, sameSample } from '../../platform/web';
import { moment } from '../../platform/words';
import { readsSomePupils } from '../policy';
import { acceptedAt, acceptTerms } from './service';
import { terms } from './terms';

export const termsRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/data-sharing-terms',
    may: readsSomePupils,
    sample: sameSample('/data-sharing-terms'),
    handle: show,
  }),
  route({
    method: 'POST',
    path: '/data-sharing-terms',
    may: readsSomePupils,
    sample: sameSample('/data-sharing-terms', { returnTo: '/' }),
    handle: async (req) => {
      await req.tx((tx) => acceptTerms(tx, req as SignedIn));
      return redirect(localPath(req.form.get('returnTo')), { notice: 'You accepted the terms for looking at pupils.' });
    },
  }),
];

async function show(req: Req): Promise<Response> {
  const { actor } = req as SignedIn;
  const accepted = await req.tx((tx) => acceptedAt(tx, actor.personId));
  const then = localPath(req.query.get('returnTo'));
  return page(
    req,
    { title: terms.title },
    <>
      <PageHeading
        title={terms.title}
        lead={accepted ? `You accepted these terms on ${moment(accepted)}.` : terms.lead}
      />
      {terms.sections.map(({ title, points }) => (
        <Section title={title} rule="ink">
          <ul class="govuk-list govuk-list--bullet">
            {points.map((point) => (
              <li>{point}</li>
            ))}
          </ul>
        </Section>
      ))}
      {accepted ? (
        <p>
          <a href={then}>Go on</a>
        </p>
      ) : (
        <form method="post" action="/data-sharing-terms">
          <input type="hidden" name="returnTo" value={then} />
          <Button>Accept the terms and go on</Button>
          <p class="m-small m-quiet">
            Version {terms.version}. If you do not accept them, <a href="/">go home</a>: everything else stays open to
            you.
          </p>
        </form>
      )}
    </>,
  );
}
