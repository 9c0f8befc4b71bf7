import { sees } from '../../platform/actor';
import type { May } from '../../platform/web';

/** May bring files, and accept what they change: those whose role has it, whatever the school. */
export const bringsFiles: May = (actor) => sees(actor, 'imports/*');
