import { Button, Columns, Details, Section, withQuery } from '../../platform/ui';
import { count, money } from '../../platform/words';
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
    withQuery(`/subscriptions/viability?${whatIfQuery({ ...everyone, later: wish.later, ...change })}`, {});
  if (schools === null)
    return (
      <Section title="School by school" rule="under">
        <p>
          There are too many schools for one list. Choose a sector, a partnership or a trust above, and its schools can
          be ticked here.
        </p>
      </Section>
    );
  const third = Math.ceil(schools.length / 3);
  return (
    <Section
      title="School by school"
      rule="under"
      id="schools"
      aside={
        <>
          <a class="m-no-print" href={start({})}>
            Tick all
          </a>
          <a class="m-no-print" href={start({ nobody: true })}>
            Tick none
          </a>
        </>
      }
    >
      <Details
        prints
        summary={
          <>
            {count(chosen.size)} of {count(city.schools.length)} would subscribe
            <span class="m-no-print">: tick which</span>
          </>
        }
        open={wish.nobody || wish.also.length + wish.not.length > 0}
      >
        <form action="/subscriptions/viability" method="get">
          <input type="hidden" name="ticked" value="1" />
          {[...new URLSearchParams(whatIfQuery(wish))].map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <fieldset class="govuk-fieldset">
            <legend class="govuk-visually-hidden">Schools that would subscribe</legend>
            <Columns split="thirds">
              {[0, 1, 2].map((column) => (
                <div class="govuk-checkboxes govuk-checkboxes--small">
                  {schools.slice(column * third, (column + 1) * third).map((school) => (
                    <Tick school={school} checked={chosen.has(school.urn)} />
                  ))}
                </div>
              ))}
            </Columns>
          </fieldset>
          <Button>Work it out with these schools</Button>
        </form>
      </Details>
    </Section>
  );
}

const Tick = ({ school, checked }: { school: SchoolFee; checked: boolean }) => (
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
);
