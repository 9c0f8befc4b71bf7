export interface HalfTerm {
  name: string;
  /** On a phone, for the first half of each term: "Autumn". */
  short?: string | undefined;
  from: Temporal.PlainDate;
  to: Temporal.PlainDate;
}

export interface RibbonMark {
  date: Temporal.PlainDate;
  done: boolean;
  /** Words above the mark, for one of them: "Next visit, 26 March". */
  label?: string | undefined;
}

export interface YearRibbonProps {
  from: Temporal.PlainDate;
  to: Temporal.PlainDate;
  halfTerms: readonly HalfTerm[];
  marks: readonly RibbonMark[];
  today?: { date: Temporal.PlainDate; label: string } | undefined;
  /** At the end of the year: "31 Aug, lapses". */
  endLabel: string;
  /** The same on a phone: "31 Aug". */
  endShort?: string | undefined;
  /** The ribbon in a sentence, for those who do not see it. */
  says: string;
}

/** The year on one line: half-terms, what was done, what is to come, today, and the day things lapse. */
export function YearRibbon({ from, to, halfTerms, marks, today, endLabel, endShort, says }: YearRibbonProps) {
  const whole = from.until(to).total('days');
  const share = (date: Temporal.PlainDate) =>
    Math.min(100, Math.max(0, (100 * from.until(date).total('days')) / whole));
  const at = (date: Temporal.PlainDate) => `${share(date).toFixed(2)}%`;
  const wide = (a: Temporal.PlainDate, b: Temporal.PlainDate) => `${(share(b) - share(a)).toFixed(2)}%`;
  const now = today ? share(today.date) : 0;
  return (
    <div class="m-ribbon">
      <svg height="80" role="img" aria-label={says}>
        {halfTerms.map((term) => {
          const passed = today && Temporal.PlainDate.compare(today.date, term.from) > 0;
          const until = today && Temporal.PlainDate.compare(today.date, term.to) < 0 ? today.date : term.to;
          return (
            <>
              <rect class="m-ribbon__bar" x={at(term.from)} y="26" width={wide(term.from, term.to)} height="14" />
              {passed && (
                <rect class="m-ribbon__passed" x={at(term.from)} y="26" width={wide(term.from, until)} height="14" />
              )}
              <text
                class="m-ribbon__long"
                x={`${((share(term.from) + share(term.to)) / 2).toFixed(2)}%`}
                y="60"
                text-anchor="middle"
              >
                {term.name}
              </text>
              {term.short && (
                <text class="m-ribbon__short" x={at(term.from)} y="60">
                  {term.short}
                </text>
              )}
            </>
          );
        })}
        {marks.map((mark) => (
          <circle class={mark.done ? 'm-ribbon__done' : 'm-ribbon__to-come'} cx={at(mark.date)} cy="33" r="6.5" />
        ))}
        <line class="m-ribbon__end" x1="100%" x2="100%" y1="23" y2="43" />
        <text class="m-ribbon__strong m-ribbon__wide" x="100%" y="60" text-anchor="end">
          {endLabel}
        </text>
        <text class="m-ribbon__strong m-ribbon__narrow" x="100%" y="60" text-anchor="end">
          {endShort ?? endLabel}
        </text>
        {marks.map(
          (mark) =>
            mark.label && (
              <text
                class="m-ribbon__strong"
                x={at(mark.date)}
                y="14"
                text-anchor={share(mark.date) > 60 ? 'end' : 'start'}
              >
                {mark.label}
              </text>
            ),
        )}
        {today && (
          <>
            <line class="m-ribbon__today" x1={at(today.date)} x2={at(today.date)} y1="19" y2="43" />
            <text
              class="m-ribbon__today-label m-ribbon__long"
              x={at(today.date)}
              y="14"
              text-anchor={now < 15 ? 'start' : 'end'}
              dx={now < 15 ? 0 : -4}
            >
              {today.label}
            </text>
            <text
              class="m-ribbon__today-label m-ribbon__short"
              x={at(today.date)}
              y="76"
              text-anchor={now < 10 ? 'start' : now > 90 ? 'end' : 'middle'}
            >
              today
            </text>
          </>
        )}
      </svg>
    </div>
  );
}
