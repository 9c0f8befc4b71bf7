import { Button, Section } from '../../platform/ui';
import { count, counted, money } from '../../platform/words';
import type { CityQuote, SchoolFee } from '../quotes';
import { tickable } from '../tickable';
import type { Outcome } from '../viability';
import { everyone, type WhatIf, whatIfQuery } from '../what-if';

interface TickListView {
  city: CityQuote;
  wish: WhatIf;
  outcome: Outcome;
}

/** Every school with a box: what is ticked subscribes. */
export function TickList({ city, wish, outcome }: TickListView) {
  const schools = tickable(city.schools, wish);
  const chosen = new Set(outcome.chosen.map(({ urn }) => urn));
  const start = (change: Partial<WhatIf>) =>
    `/subscriptions/viability?${whatIfQuery({ ...everyone, later: wish.later, ...change })}`;
  if (schools === null)
    return (
      <Section title="School by school" rule="under">
        <p>
          There are too many schools for one list. Choose a sector, a partnership or a trust above, and its schools can
          be ticked here.
        </p>
      </Section>
    );
  return (
    <Section
      title="School by school"
      rule="under"
      id="schools"
      aside={
        <>
          <a href={start({})}>Tick all</a>
          <a href={start({ nobody: true })}>Tick none</a>
        </>
      }
    >
      <form action="/subscriptions/viability" method="get">
        <input type="hidden" name="ticked" value="1" />
        {[...new URLSearchParams(whatIfQuery(wish))].map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <fieldset class="govuk-fieldset">
          <legend class="govuk-visually-hidden">Schools that would subscribe</legend>
          <div class="m-ticks">
            {schools.map((school) => (
              <Tick school={school} checked={chosen.has(school.urn)} />
            ))}
          </div>
        </fieldset>
        <p class="m-small m-quiet">
          {count(chosen.size)} of {counted(city.schools.length, 'school')} ticked.
        </p>
        <Button>Work it out with these schools</Button>
      </form>
    </Section>
  );
}

const Tick = ({ school, checked }: { school: SchoolFee; checked: boolean }) => (
  <div class="govuk-checkboxes govuk-checkboxes--small">
    <div class="govuk-checkboxes__item m-choice">
      <input
        class="govuk-checkboxes__input"
        id={`tick-${school.urn}`}
        name="urn"
        type="checkbox"
        value={String(school.urn)}
        checked={checked}
        autocomplete="off"
      />
      <label class="govuk-label govuk-checkboxes__label" for={`tick-${school.urn}`}>
        {school.name} <span class="m-quiet">{school.pence === null ? 'by hand' : money(school.pence)}</span>
      </label>
    </div>
  </div>
);
