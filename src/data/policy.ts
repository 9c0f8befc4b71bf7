import { type Anyone, sees } from '../platform/actor';
import { anyone, type May } from '../platform/web';

/** What was published may be read by everybody. */
export const readsPublished: May = anyone;

/** May bring files, look at what they hold, and accept them: the data analyst and the administrator. */
export const bringsReleases: May = (actor) => sees(actor, 'imports/*');

/** The pack with every group, however small: who leads the school, who works with its pupils' data, and the office. */
export const readsLeadersPack: May = (actor, { urn }) =>
  sees(actor, `leader/${urn}`, `pupil/${urn}`, 'pupil/*', 'staff');

/** The same of files of pupils: the data analyst alone. */
export const bringsPupils = (actor: Anyone): boolean => sees(actor, 'imports/*') && sees(actor, 'pupil/*');

/** Figures of our own about a school, small groups hidden unless the reader leads it: its leaders and governors, its partners, the office. */
export const readsOwnFigures: May = (actor, { urn }) =>
  sees(actor, 'school/*', `school/${urn}`, 'pupil/*', `pupil/${urn}`);

/** How much of a school's own figures there is for the reader, as the database gives it: what pages say of it. */
export type OwnReader = 'leader' | 'governor' | 'other';

export function ownReader(actor: Anyone, urn: number | string): OwnReader {
  if (sees(actor, `leader/${urn}`, `pupil/${urn}`, 'pupil/*')) return 'leader';
  return sees(actor, `governor/${urn}`) && sees(actor, `school/${urn}`) ? 'governor' : 'other';
}

/** What the name of a file says of whom it is for. */
export const endingFor = (reader: OwnReader): string => (reader === 'other' ? '' : `-for-${reader}s`);

/** Pages of a school's pupils: its named data users, and data analysts. */
export const readsPupils: May = (actor, { urn }) => sees(actor, 'pupil/*', `pupil/${urn}`);

/** Brings a new version of the terms, and sees who accepted which: whoever reads the record of what was done. */
export const bringsTerms: May = (actor) => sees(actor, 'audit/*');

/** May be asked to accept the terms: whoever may open the pages of pupils of any school. */
export const readsSomePupils: May = (actor) => actor?.sees.some((level) => level.startsWith('pupil/')) ?? false;
