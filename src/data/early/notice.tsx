import { Notice } from '../../platform/ui';
import type { Stage } from '../tables';
import { type Audience, earlyWords } from './settings';

/** On a page that shows figures of early results: which stage they have, that they may change, and who else sees them. */
export function EarlyNotice({
  figures,
  settings,
}: {
  figures: Iterable<{ dataset: string; stage: Stage }>;
  settings: ReadonlyMap<string, Audience>;
}) {
  const words = earlyWords(figures, settings);
  return words && <Notice kind="hint">{words}</Notice>;
}
