import { NotShown } from '../../platform/ui';

interface Hidden {
  name: string;
  reason: string;
  /** Where the same is published. */
  published?: string | undefined;
}

/**
 * Groups, measures or places of which nothing is shown, in one sentence for each reason: a page of empty rows says no more. What is hidden of ours and published by the
 * department is read there.
 */
export const HiddenOnes = ({ hidden }: { hidden: readonly Hidden[] }) => (
  <>
    {[...Map.groupBy(hidden, ({ reason }) => reason)].map(([reason, some]) => (
      <p>
        <NotShown reason={`${reason}: ${some.map(({ name }) => name).join('; ')}`} />
      </p>
    ))}
    {hidden.some(({ published }) => published) && (
      <p>
        The department’s own figures of the same:{' '}
        {hidden
          .filter(({ published }) => published)
          .map(({ name, published }, at) => (
            <>
              {at > 0 && '; '}
              <a href={published}>{name}</a>
            </>
          ))}
        .
      </p>
    )}
  </>
);
