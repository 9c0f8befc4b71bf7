import { Notice } from '../../platform/ui';
import type { OwnReader } from '../policy';
import { usualRules } from '../suppression';

/** The same at the foot of a page. */
export const readerWords: Record<OwnReader, string> = {
  leader: 'For leaders: contains small groups, not for publication.',
  governor: `For governors, not for publication: groups of fewer than ${usualRules.smallestCell} pupils are not shown.`,
  other: 'Small groups are hidden.',
};

/** Whom a page of figures of our own is for, and what of them others do not see. */
export function ReaderNotice({ reader }: { reader: OwnReader }) {
  switch (reader) {
    case 'leader':
      return (
        <Notice kind="late" title="For leaders: contains small groups, not for publication.">
          Governors see the same page without groups of fewer than {usualRules.smallestCell} pupils; others also without
          what these could be worked out from.
        </Notice>
      );
    case 'governor':
      return (
        <Notice kind="late" title="For governors: not for publication.">
          Groups of fewer than {usualRules.smallestCell} pupils are not shown. Others see less, so that nothing can be
          worked out about a few pupils: what may be handed on is the pack for governors.
        </Notice>
      );
    case 'other':
      return (
        <Notice kind="hint" title="Small groups are hidden.">
          A figure that would tell something of a few pupils is not shown, nor what it could be worked out from.
        </Notice>
      );
  }
}
