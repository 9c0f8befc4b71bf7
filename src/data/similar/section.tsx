import { Button, Checkboxes, DataTable, Details, ErrorSummary, Section, TextInput, withQuery } from '../../platform/ui';
import { count, counted, listed } from '../../platform/words';
import { Kept } from '../compare/table';
import { decimals } from '../school/words';
import { type Near, type Nearest, reasonsOf } from './nearest';
import { type DescribedMember, type Feature, features } from './read';

export interface SimilarView {
  own: DescribedMember;
  pool: readonly DescribedMember[];
  /** Nearer first, more than are compared: those that can be ticked. */
  nearest: Nearest;
  /** The URNs that are compared. */
  set: readonly number[];
  /** Somebody chose them, and what they typed that is no school of the sector. */
  chosen: boolean;
  unknown: readonly string[];
  at: string;
  query: URLSearchParams;
  /** "primary schools". */
  kind: string;
}

const named = (id: string): Feature | undefined => features.find((one) => one.id === id);
const shorts = (ids: readonly string[]): string => listed(ids.map((id) => named(id)?.short ?? id));

const write = (feature: Feature, value: number | null | undefined): string | null =>
  value == null ? null : feature.of === 'on_roll' ? count(value) : `${decimals(value, 1)}%`;

/** What somebody typed that is no school here, above everything. */
export const NotHere = ({ unknown, kind }: Pick<SimilarView, 'unknown' | 'kind'>) =>
  unknown.length === 0 ? null : (
    <ErrorSummary
      errors={[
        {
          text: `${listed(unknown)} ${unknown.length === 1 ? 'is' : 'are'} not the URN of one of the ${kind} here. The others are compared.`,
          href: '#urns',
        },
      ]}
    />
  );

/** Which schools are compared and why these; and how to choose others. */
export function WhyThese(view: SimilarView) {
  const { own, pool, nearest: found, set, chosen, query, at } = view;
  const of = new Map(pool.map((one) => [one.urn, one]));
  const near = new Map(found.near.map((one) => [one.urn, one]));
  const rows = set.flatMap((urn) => {
    const member = of.get(urn);
    return member ? [{ member, near: near.get(urn) ?? null }] : [];
  });
  const used = features.filter(({ id }) => found.used.includes(id));
  return (
    <Section title={chosen ? 'The schools that you chose' : 'Why these schools'} rule="ink" intro={reasonOf(view)}>
      <Details summary={`The ${counted(rows.length, 'school')}, and how each is like ${own.name}`}>
        <DataTable
          caption={`Schools like ${own.name}`}
          captionHidden
          rows={[{ member: own, near: null }, ...rows]}
          columns={[
            {
              key: 'school',
              header: 'School',
              name: true,
              cell: ({ member }) =>
                member === own ? (
                  <strong>{own.name}</strong>
                ) : (
                  <a href={`/schools/${member.urn}/data`}>{member.name}</a>
                ),
            },
            ...used.map((feature) => ({
              key: feature.id,
              header: feature.name,
              align: 'end' as const,
              cell: ({ member }: { member: DescribedMember }) => write(feature, member.features[feature.id]),
            })),
            { key: 'why', header: 'Why', cell: ({ near: one }) => one && whyWords(one) },
          ]}
        />
      </Details>
      <Choose {...view} />
      {chosen && (
        <p>
          <a href={withQuery(`${at}?${query}`, { set: undefined, urns: undefined })}>The nearest schools instead</a>
        </p>
      )}
    </Section>
  );
}

function reasonOf({ own, pool, nearest: { used, unknown }, set, chosen, kind }: SimilarView): string {
  const all = pool.length - 1;
  if (chosen)
    return `${counted(set.length, 'school')} of the ${count(all)} other ${kind}. The choice stands in the address: keep it, or send it on.`;
  const missing = unknown.length > 0 ? ` Not known, and so not used: ${shorts(unknown)}.` : '';
  if (used.length === 0)
    return `Nothing is loaded that tells how ${kind} are alike: these are the first by number.${missing}`;
  return `The ${set.length} of ${count(all)} other ${kind} that are nearest to ${own.name} by ${shorts(used)}. Each counts the same: by how many schools lie between.${missing}`;
}

function whyWords(near: Near): string {
  const { alike, apart, unknown } = reasonsOf(near);
  const said = [
    ...(alike.length > 0 ? [`alike in ${shorts(alike)}`] : []),
    ...(apart.length > 0 ? [`apart in ${shorts(apart)}`] : []),
    ...(unknown.length > 0 ? [`not known: ${shorts(unknown)}`] : []),
  ];
  const words = said.length === 0 ? 'near in all' : said.join('; ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** An own set: ticked among the nearest, or by number. A form that asks, so that the choice is in the address. */
const Choose = ({ own, pool, nearest: { near }, set, at, query, unknown }: SimilarView) => {
  const of = new Map(pool.map((one) => [one.urn, one]));
  const shown = near.map(({ urn }) => urn);
  const typed = [...set.filter((urn) => !shown.includes(urn)).map(String), ...unknown];
  return (
    <Details summary="Choose your own set" open={unknown.length > 0}>
      <form action={at} method="get">
        <Kept query={query} names={['measure', 'year', 'with']} />
        <div class="m-tick-list">
          <Checkboxes
            id="set"
            name="set"
            legend={`The schools nearest to ${own.name}, the nearest first`}
            values={set.map(String)}
            choices={shown.map((urn) => ({ value: String(urn), text: of.get(urn)?.name ?? urn }))}
          />
        </div>
        <TextInput
          id="urns"
          name="urns"
          label="Others, by URN"
          hint="Six figures each, with blanks or commas between them"
          value={typed.join(', ')}
          error={unknown.length > 0 ? `${listed(unknown)}: no such school here` : undefined}
        />
        <Button kind="secondary">Compare with these</Button>
      </form>
    </Details>
  );
};
