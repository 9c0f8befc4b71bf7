import { Columns, Panel } from '../../platform/ui';
import type { Finding } from './findings';

/** What is to be read first. One finding is the heading itself. */
export function StandsOut({ findings }: { findings: readonly Finding[] }) {
  const [first, ...more] = findings;
  if (!first) return null;
  return (
    <Panel>
      {more.length === 0 ? (
        <>
          <h2>{first.title}</h2>
          <p>{first.text}</p>
        </>
      ) : (
        <>
          <h2>What stands out</h2>
          <Columns split="thirds">
            {findings.map(({ title, text }) => (
              <div>
                <h3>{title}</h3>
                <p>{text}</p>
              </div>
            ))}
          </Columns>
        </>
      )}
    </Panel>
  );
}
