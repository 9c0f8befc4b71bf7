import { Button, DataTable, Details, PageHeading, Section, Textarea, TextInput } from '../../platform/ui';
import { counted, moment } from '../../platform/words';
import type { TermsErrors, TypedTerms } from './form';
import type { KeptTerms } from './service';
import type { Terms } from './terms';

export const TermsText = ({ terms }: { terms: Pick<Terms, 'sections'> }) => (
  <>
    {terms.sections.map(({ title, points }) => (
      <Section title={title} rule="ink">
        <ul class="govuk-list govuk-list--bullet">
          {points.map((point) => (
            <li>{point}</li>
          ))}
        </ul>
      </Section>
    ))}
  </>
);

interface AcceptView {
  terms: Terms;
  accepted: Temporal.Instant | null;
  before: Temporal.Instant | null;
  then: string;
}

/** The terms, to whoever may open pages of pupils. */
export const AcceptPage = ({ terms, accepted, before, then }: AcceptView) => (
  <>
    <PageHeading
      title={terms.title}
      lead={
        accepted
          ? `You accepted these terms on ${moment(accepted)}.`
          : before
            ? `They have changed since you accepted them on ${moment(before)}. Please read them again. ${terms.lead}`
            : terms.lead
      }
    />
    <TermsText terms={terms} />
    {accepted ? (
      <p>
        <a href={then}>Go on</a>
      </p>
    ) : (
      <form method="post" action="/data-sharing-terms">
        <input type="hidden" name="returnTo" value={then} />
        <input type="hidden" name="version" value={terms.version} />
        <p class="m-small m-quiet">
          Version {terms.version}. If you do not accept them, <a href="/">go home</a>: everything else stays open to
          you.
        </p>
        <Button>Accept the terms and go on</Button>
      </form>
    )}
  </>
);

interface VersionsView {
  versions: readonly KeptTerms[];
  typed: TypedTerms;
  errors: TermsErrors;
  follows: string;
}

/** What the office says: which version holds, who accepted which, and the next one. */
export const VersionsPage = ({ versions, typed, errors, follows }: VersionsView) => (
  <>
    <PageHeading
      title="Terms for looking at pupils, by version"
      lead="Everybody accepts the terms before the first page of pupils that they open. A new version holds at once: everybody is asked again, and what they accepted before stays written down."
    />
    <DataTable
      caption="Versions"
      rows={versions}
      columns={[
        { key: 'version', header: 'Version', name: true, cell: ({ version }) => version },
        {
          key: 'since',
          header: 'Holds since',
          cell: ({ broughtAt }) => (broughtAt ? moment(broughtAt) : 'The beginning'),
        },
        { key: 'by', header: 'Brought by', cell: ({ broughtAt, broughtBy }) => (broughtAt ? broughtBy : 'Mesters') },
        { key: 'accepted', header: 'Accepted by', cell: ({ accepted }) => counted(accepted, 'person', 'people') },
      ]}
    />
    {versions.map((one) => (
      <Details summary={`The text of version ${one.version}`}>
        <p>{one.title}</p>
        <p>{one.lead}</p>
        {one.sections.map(({ title, points }) => (
          <>
            <p>{title}</p>
            <ul class="govuk-list govuk-list--bullet">
              {points.map((point) => (
                <li>{point}</li>
              ))}
            </ul>
          </>
        ))}
      </Details>
    ))}
    <Section title="A new version" rule="ink">
      <form method="post" action="/data-sharing-terms/versions" novalidate>
        <input type="hidden" name="follows" value={follows} />
        <TextInput
          id="version"
          name="version"
          label="Version"
          hint="A name that no version before has, like 2019-09"
          width={20}
          autocomplete="off"
          value={typed.version}
          error={errors.version}
        />
        <TextInput id="title" name="title" label="Title" width={30} value={typed.title} error={errors.title} />
        <Textarea id="lead" name="lead" label="Below the title" rows={3} value={typed.lead} error={errors.lead} />
        <Textarea
          id="body"
          name="body"
          label="The terms"
          hint="The name of each part on a line of its own, and below it each point on a line that begins with a hyphen"
          rows={24}
          value={typed.body}
          error={errors.body}
        />
        <Button>Publish this version</Button>
      </form>
    </Section>
  </>
);
