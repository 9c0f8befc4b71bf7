import type { Block } from '../../platform/documents';
import { yearName } from '../../schools';
import type { OwnMeasure } from '../catalogue/own-measures';
import { whyTheyDiffer } from '../own/published-beside';
import { figureWords } from '../school/words';
import type { OwnPack } from './own-content';
import type { PackRow } from './rows';

/** Where a figure from the school's file and the published one of the same year are not the same: both, and why they can differ. Without it one of them seems wrong. */
export function differences(own: OwnPack | null, published: readonly PackRow[]): Block[] {
  const pairs = (own?.parts ?? []).flatMap(({ rows }) =>
    rows.flatMap((mine) => {
      const { same_as } = mine.measure as OwnMeasure;
      const theirs = published.find(
        (one) => one.measure.id === same_as && one.group === 'all' && one.year === mine.year && one.value !== null,
      );
      return theirs && mine.value !== null && plain(mine) !== plain(theirs) ? [{ mine, theirs }] : [];
    }),
  );
  if (pairs.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Published, and from the school’s file' },
    {
      kind: 'paragraph',
      text: `These figures of the same year differ. ${whyTheyDiffer}`,
    },
    {
      kind: 'list',
      items: pairs.map(({ mine, theirs }) => [
        { strong: `${theirs.measure.name}, ${theirs.measure.second}, ${yearName(theirs.year)}` },
        `: published ${withPupils(theirs)}; from the school’s file ${withPupils(mine)}.`,
      ]),
    },
  ];
}

/** As far as both are shown: a published percentage is whole. */
const plain = ({ value, measure }: PackRow): string => figureWords(value ?? 0, measure);

const withPupils = ({ own, pupils }: PackRow): string => (pupils === null ? own : `${own} of ${pupils}`);
