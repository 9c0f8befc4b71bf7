import { NotShown } from '../../platform/ui';

/** Groups, or measures, of which nothing is shown, in one sentence for each reason: a page of empty rows says no more. */
export const HiddenOnes = ({ hidden }: { hidden: readonly { name: string; reason: string }[] }) => (
  <>
    {[...Map.groupBy(hidden, ({ reason }) => reason)].map(([reason, some]) => (
      <p>
        <NotShown reason={`${reason}: ${some.map(({ name }) => name).join('; ')}`} />
      </p>
    ))}
  </>
);
