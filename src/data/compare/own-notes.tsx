import { NotShown } from '../../platform/ui';
import { capital, counted, lowerFirst } from '../../platform/words';
import type { OwnCompared } from './own';

/** What is to be known of a comparison of figures that are worked out from pupils: who sees what of whom. */
export const OwnNotes = ({
  own,
  place,
  leftOut,
  hiddenFromOthers,
  togetherHidden,
}: Pick<OwnCompared, 'leftOut' | 'hiddenFromOthers' | 'togetherHidden'> & { own: string | null; place: string }) => (
  <>
    {togetherHidden !== null && (
      <p>
        <NotShown reason={`${capital(place)}, over all pupils: ${lowerFirst(togetherHidden)}`} />
      </p>
    )}
    {leftOut > 0 && (
      <p>
        <NotShown
          reason={`${counted(leftOut, 'other school')}: not shown, since it could be told which ${leftOut === 1 ? 'it is' : 'they are'}`}
        />
      </p>
    )}
    {hiddenFromOthers && own !== null && (
      <p>Others do not see the figure of {own}: it would tell something of a few pupils.</p>
    )}
    <p class="m-small m-quiet">
      Worked out from schools’ own files of pupils, before anything is published. No school is told whose dot another’s
      is, nor how many pupils stand behind it.
    </p>
  </>
);
