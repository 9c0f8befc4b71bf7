import { NotShown } from '../../platform/ui';

/** Groups of which nothing is shown, in one sentence for each reason: a page of empty rows says no more. */
export const HiddenGroups = ({ groups }: { groups: readonly { name: string; reason: string }[] }) => (
  <>
    {[...Map.groupBy(groups, ({ reason }) => reason)].map(([reason, some]) => (
      <p>
        <NotShown reason={`${reason}: ${some.map(({ name }) => name).join('; ')}`} />
      </p>
    ))}
  </>
);
