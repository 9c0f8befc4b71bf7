import { type Anyone, sees } from '../../platform/actor';
import type { Params } from '../../platform/web';

/** Facts of schools, trusts and partnerships are for everybody. */
export const mayReadDirectory = (_actor: Anyone): boolean => true;

/** The head counts the pupils of school age, or the office does it with them. The database lets the same people write. */
export const mayCountPupils = (actor: Anyone, { urn }: Params): boolean =>
  sees(actor, 'staff', 'imports/*', `people/school/${urn}`);
