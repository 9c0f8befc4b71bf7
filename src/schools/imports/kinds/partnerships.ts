import { column, columnIfThere, defineShape, oneOf, optional, text } from '../../../platform/reading';
import { type PartnershipKind, writePartnerships } from '../facts/partnerships';
import { isoDate } from '../facts/rows';
import { add, defineForm, type Kind } from './kind';
import { day, name, urn } from './values';

const kinds: readonly PartnershipKind[] = ['locality', 'sector', 'board', 'network', 'group'];

const shape = defineShape({
  urn: column('URN', urn),
  partnership: column('Partnership', name),
  letter: columnIfThere('Letter', optional(text(3))),
  kind: columnIfThere('Kind', optional(oneOf(kinds))),
  from: columnIfThere('From', day),
  until: columnIfThere('Until', day),
});

/** Which school is in which partnership: a table of our own, described in README.md. */
export const partnerships: Kind = {
  name: 'partnerships',
  title: 'Partnership membership',
  called: 'a partnership membership file',
  hint: 'Your own table: URN, Partnership, and if you like Letter, Kind, From, Until',
  noun: 'membership',
  asAt: 'list',
  forms: [
    defineForm({
      shape,
      days: ['from'],
      key: (value) => `${value.urn} ${value.partnership.toLowerCase()} ${value.from ?? ''}`,
      async write(tx, work, lines) {
        const { fates, changed } = await writePartnerships(
          tx,
          work,
          lines.map(({ line, value }) => ({ ...value, line, from: isoDate(value.from) })),
          work.memory.partnerships,
        );
        add(work.tally, 'partnerships', changed);
        return fates;
      },
    }),
  ],
};
