import { DataTable, Tick } from '../../platform/ui';
import { listed, money } from '../../platform/words';
import type { Snapshot } from '../conditions';
import { type Eligible, eligibilityGrid } from '../eligibility';
import type { Offer } from '../schema/schema';
import { small } from './words';

/** One column of the grid: a kind of school, as people read it. Null in sector or category stands for any. */
export interface GridColumn {
  header: string;
  school: Snapshot;
}

/**
 * Who gets what, a column for each kind of school. Where the category is not known, each cell says for which categories
 * its answer holds.
 */
export function EligibilityTable({
  offer,
  caption,
  columns,
}: {
  offer: Offer;
  caption: string;
  columns: readonly GridColumn[];
}) {
  const answers = columns.map(({ school }) => answersOf(offer, school));
  return (
    <DataTable
      caption={caption}
      captionHidden
      rows={offer.eligibility}
      columns={[
        { key: 'thing', header: 'What', cell: ({ name }) => name, name: true },
        ...columns.map(({ header }, at) => ({
          key: `column-${at}`,
          header,
          cell: ({ id }: { id: string }) => <Answers answers={answers[at]?.get(id) ?? []} />,
          align: 'centre' as const,
        })),
      ]}
    />
  );
}

/** An answer, and the categories for which it holds; null: for all. */
interface Answered {
  eligible: Eligible;
  categories: string[] | null;
}

function answersOf(offer: Offer, school: Snapshot): Map<string, Answered[]> {
  const known = school.category !== null && school.category !== undefined;
  const categories = known ? [null] : offer.categories;
  const columns = categories.map((category) => (category ? { ...school, category: category.id } : school));
  return new Map(
    eligibilityGrid(offer, columns).map(({ thing, cells }) => {
      const kinds = new Map<string, { eligible: Eligible; categories: string[] }>();
      for (const [at, eligible] of cells.entries()) {
        const key = sayings(eligible);
        const same: { eligible: Eligible; categories: string[] } = kinds.get(key) ?? { eligible, categories: [] };
        same.categories.push(categories[at]?.name ?? '');
        kinds.set(key, same);
      }
      const all = [...kinds.values()];
      return [thing, all.length === 1 ? all.map(({ eligible }) => ({ eligible, categories: null })) : all];
    }),
  );
}

function Answers({ answers }: { answers: readonly Answered[] }) {
  // Where some categories have it, those that do not go without saying.
  const said = answers.length > 1 ? answers.filter(({ eligible }) => eligible.answer !== 'no') : answers;
  return (
    <>
      {said.map(({ eligible, categories }, at) => (
        <>
          {at > 0 && <br />}
          <Answer eligible={eligible} />
          {categories && ` if ${listed(categories, 'or').toLowerCase()}`}
        </>
      ))}
    </>
  );
}

const Answer = ({ eligible }: { eligible: Eligible }) =>
  eligible.answer === 'included' ? (
    <>
      <Tick says="Included" />
      {eligible.words && ` ${eligible.words}`}
    </>
  ) : (
    <span class="m-quiet">{sayings(eligible)}</span>
  );

/** An answer without a tick: "at a price, by quote". */
export function sayings({ answer, words, price }: Eligible): string {
  if (words) return answer === 'included' ? `included, ${words}` : answer === 'no' ? `no: ${small(words)}` : words;
  if (answer === 'priced')
    return price === 'quote' ? 'by quote' : typeof price === 'number' ? money(price) : 'once a price is set';
  return { included: 'included', 'on-request': 'on request', no: 'no' }[answer];
}

/** Statuses that have the same answers share a column: "Academy or other, not subscribing". */
export function columnsByStatus(offer: Offer, sector: string | null): GridColumn[] {
  return [false, true].flatMap((subscribed) => {
    const alike = new Map<string, { names: string[]; school: Snapshot }>();
    for (const status of offer.statuses) {
      const school = { subscribed, status: status.id, sector, category: null };
      const key = JSON.stringify([...answersOf(offer, school)]);
      const same: { names: string[]; school: Snapshot } = alike.get(key) ?? { names: [], school };
      same.names.push(status.name);
      alike.set(key, same);
    }
    const kinds = [...alike.values()];
    return kinds.map(({ names, school }) => ({
      header: `${
        kinds.length === 1
          ? 'Every school'
          : listed(
              names.map((name, at) => (at === 0 ? name : small(name))),
              'or',
            )
      }, ${subscribed ? 'subscribing' : 'not subscribing'}`,
      school,
    }));
  });
}
