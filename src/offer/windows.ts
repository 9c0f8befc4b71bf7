import type { Fact } from './conditions';
import type { GrantRule } from './schema/schema';
import { type Days, earlier, later } from './year';

/** When something is owed before a day that is expected, such as preparation in the months before a visit (offer, section 7). */

type Rule = NonNullable<GrantRule['window']>;

export interface Window extends Days {
  /** "1" for the first expected day, "1-again" for its repeat, "2" for the next: the same when the expected day is moved. */
  name: string;
}

/**
 * The windows that the facts of one holder open, in order of time.
 *
 * A window is the months that end on the expected day. A fact that it did not take place opens another after it, as
 * often as the rule repeats. A fact that it did closes the window on that day, unless what is unused may be kept.
 */
export function windowsOf(rule: Rule, facts: readonly Fact[]): Window[] {
  const inOrder = (kind: string) =>
    facts.filter((fact) => fact.kind === kind).sort((a, b) => Temporal.PlainDate.compare(a.from, b.from));
  const expectations = inOrder(rule.endsOn).map((fact) => ({
    told: fact.from,
    day: Temporal.PlainDate.from(String(fact.value)),
  }));
  const windows: Window[] = [];
  let past = null as Temporal.PlainDate | null;
  let cycle = 1;
  let repeat = 0;

  for (const closing of [...inOrder(rule.closedBy), null]) {
    const told = expectations
      .filter((expected) => closing === null || Temporal.PlainDate.compare(expected.told, closing.from) <= 0)
      .at(-1)?.day;
    const fresh: Temporal.PlainDate | undefined =
      told && (past === null || Temporal.PlainDate.compare(told, past) > 0) ? told : undefined;
    const end: Temporal.PlainDate | undefined = fresh ?? (repeat > 0 ? past?.add({ months: rule.months }) : undefined);
    if (end === undefined) continue;

    const opens = end.subtract({ months: rule.months }).add({ days: 1 });
    const from: Temporal.PlainDate = past === null ? opens : later(opens, past.add({ days: 1 }));
    const held = closing?.value === true;
    const name = repeat === 0 ? String(cycle) : `${cycle}${'-again'.repeat(repeat)}`;
    windows.push({ name, from, to: held && rule.unused === 'lapse' ? earlier(end, closing.from) : end });

    past = held ? later(end, closing.from) : end;
    if (!held && repeat < rule.repeats) repeat += 1;
    else {
      cycle += 1;
      repeat = 0;
    }
  }
  return windows.filter(({ from, to }) => Temporal.PlainDate.compare(from, to) <= 0);
}
