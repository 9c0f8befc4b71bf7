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
    {[...Map.groupBy(hidden, ({ reason }) => reason)].map(([reason, all]) => {
      const [elsewhere, nowhere] = [
        all.filter(({ published }) => published),
        all.filter(({ published }) => !published),
      ];
      return (
        <>
          {nowhere.length > 0 && (
            <p>
              <NotShown reason={`${reason}: ${nowhere.map(({ name }) => name).join('; ')}`} />
            </p>
          )}
          {elsewhere.length > 0 && (
            <p>
              <NotShown reason={reason} />. The department’s own figures of the same:{' '}
              {elsewhere.map(({ name, published }, at) => (
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
    })}
  </>
);
