import { sees } from '../platform/actor';
import { anyone, type May } from '../platform/web';

/** What was published may be read by everybody. */
export const readsPublished: May = anyone;

/** May bring files, look at what they hold, and accept them: the data analyst and the administrator. */
export const bringsReleases: May = (actor) => sees(actor, 'imports/*');

/** The pack with every group, however small: who leads the school, who works with its pupils' data, and the office. */
export const readsLeadersPack: May = (actor, { urn }) =>
  sees(actor, `leader/${urn}`, `pupil/${urn}`, 'pupil/*', 'staff');
