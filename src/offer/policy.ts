import { type Anyone, sees } from '../platform/actor';

/** The offer is for everybody, before they join. */
export const mayReadOffer = (_actor: Anyone): boolean => true;

/** Which version was published when, for those who work with it. */
export const maySeeVersions = (actor: Anyone): boolean => sees(actor, 'staff', 'installation/*');

/** Publishing changes what every school is owed: whoever looks after the installation. The database says the same. */
export const mayPublishOffer = (actor: Anyone): boolean => sees(actor, 'installation/*');
