import type { Child } from 'hono/jsx';

export interface StatProps {
  label: string;
  /** The one number, written for people: "½", "£550". */
  value: string;
  /** Words after the number: "day left". */
  unit?: string | undefined;
  /** Blocks or a bar. */
  children?: Child;
  /** Owed, used, held: in words below. */
  facts?: readonly { term: string; value: string }[] | undefined;
  note?: Child;
}

/** One number that is large, and what it is made of. */
export const Stat = ({ label, value, unit, children, facts, note }: StatProps) => (
  <div class="m-stat">
    <div class="m-stat__head">
      <p class="m-stat__label">{label}</p>
      <p class="m-stat__value">
        <span class="m-number">{value}</span>
        {unit && <span class="m-stat__unit"> {unit}</span>}
      </p>
    </div>
    {children}
    {facts && (
      <dl class="m-stat__facts">
        {facts.map((fact) => (
          <div>
            <dt>{fact.term}</dt>
            <dd>{fact.value}</dd>
          </div>
        ))}
      </dl>
    )}
    {note !== undefined && <p class="m-small">{note}</p>}
  </div>
);
