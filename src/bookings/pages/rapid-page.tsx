import { Button, ButtonGroup, DateInput, Section } from '../../platform/ui';
import { type SchoolHead, SchoolHeader, type SchoolTab } from '../../schools';

interface RapidView {
  school: SchoolHead;
  tabs: readonly SchoolTab[];
  /** Null once the service has started. */
  rule: { facts: string } | null;
  once: string;
  typed: { day?: string; month?: string; year?: string };
  errors: { ends?: string };
}

/** Asking for help before the service starts. */
export const RapidPage = ({ school, tabs, rule, once, typed, errors }: RapidView) => (
  <>
    <SchoolHeader school={school} tabs={tabs} at={`/schools/${school.urn}/bookings`} />
    <Section
      title="Before the service starts"
      rule="petrol"
      intro={rule?.facts ?? 'The service has started: choose it from the menu instead.'}
    >
      {rule ? (
        <form method="post" action={`/schools/${school.urn}/menu/rapid-response`} novalidate>
          <input type="hidden" name="once" value={once} />
          <DateInput
            id="ends"
            name="ends"
            legend="When does your own service end?"
            values={typed}
            error={errors.ends}
          />
          <ButtonGroup>
            <Button>Ask for it</Button>
            <a href={`/schools/${school.urn}/menu`}>Cancel</a>
          </ButtonGroup>
        </form>
      ) : (
        <p>
          <a href={`/schools/${school.urn}/menu`}>The menu</a>
        </p>
      )}
    </Section>
  </>
);
