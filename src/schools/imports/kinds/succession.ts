import { column, defineShape } from '../../../platform/reading';
import type { Fate } from '../facts/rows';
import { writeLinks } from '../facts/successions';
import { add, defineForm, type Kind } from './kind';
import { urn } from './values';

const shape = defineShape({
  urn: column('OLD_URN', urn),
  latest: column('LATEST_URN', urn),
});

/** What became of a school, where only its old and its newest number are given. */
export const succession: Kind = {
  name: 'succession',
  title: 'Old and newest school numbers',
  called: 'a file of old and newest school numbers',
  hint: 'OLD_URN, LATEST_URN',
  noun: 'succession',
  asAt: 'list',
  forms: [
    defineForm({
      shape,
      key: (value) => String(value.urn),
      async write(tx, work, lines) {
        const links = lines.map(({ value }) => ({
          predecessor: value.urn,
          successor: value.latest,
          merged: false,
          happened: null,
          evidence: `A list of old and newest numbers has ${value.latest} as the newest of ${value.urn}.`,
        }));
        const fates: Fate[] = await writeLinks(tx, work, links);
        add(work.tally, 'successions', fates.filter((fate) => fate === 'new').length);
        return fates;
      },
    }),
  ],
};
