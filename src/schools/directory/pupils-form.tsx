import { Button, ButtonGroup, SummaryList, Textarea, TextInput } from '../../platform/ui';
import type { Form } from '../../platform/web';
import { count, date } from '../../platform/words';
import { SchoolHeader, type SchoolTab } from './header';
import type { Census, SchoolHead } from './school-queries';

export interface PupilsForm {
  typed: { schoolAged: string; reason: string };
  errors: { schoolAged?: string; reason?: string };
}

/** What was typed, as a count and a reason, or what is wrong with it. */
export function readPupilsForm(
  form: Form,
  onRoll: number,
): PupilsForm & { wish: { schoolAged: number; reason: string; seen?: number | null } | null } {
  const typed = { schoolAged: form.get('schoolAged'), reason: form.get('reason') };
  const errors: PupilsForm['errors'] = {};
  const figure = typed.schoolAged.replace(/[,\s]/g, '');
  const schoolAged = /^\d{1,6}$/.test(figure) ? Number(figure) : null;
  if (typed.schoolAged === '') errors.schoolAged = 'Enter the number of pupils of school age';
  else if (schoolAged === null) errors.schoolAged = 'Enter a whole number of pupils, like 285';
  else if (schoolAged > onRoll) errors.schoolAged = aboveTheRoll(onRoll);
  if (typed.reason === '') errors.reason = 'Say how you know, such as “nursery of 30 taken off”';
  else if (typed.reason.length > 200) errors.reason = 'Say it in 200 letters or fewer';
  const seen = form.get('seen');
  const wish =
    schoolAged !== null && Object.keys(errors).length === 0
      ? {
          schoolAged,
          reason: typed.reason,
          ...(form.has('seen') ? { seen: /^\d{1,6}$/.test(seen) ? Number(seen) : null } : {}),
        }
      : null;
  return { typed, errors, wish };
}

export const countedMeanwhile = (schoolAged: number | null): string =>
  `Somebody else has saved ${schoolAged === null ? 'another number' : count(schoolAged)} meanwhile. Save again if yours is right`;

export const aboveTheRoll = (onRoll: number): string => `Enter ${count(onRoll)} or fewer: that is everybody on roll`;

export const pupilsErrors = ({ errors }: PupilsForm): { text: string; href: string }[] =>
  Object.entries(errors).map(([field, text]) => ({ text, href: `#${field}` }));

export interface PupilsPageProps extends PupilsForm {
  school: SchoolHead;
  tabs: readonly SchoolTab[];
  census: Pick<Census, 'censusDate' | 'onRoll'> & { schoolAged: number | null };
}

export const PupilsPage = ({ school, tabs, census, typed, errors }: PupilsPageProps) => (
  <>
    <SchoolHeader school={school} tabs={tabs} at="" />
    <h2>Pupils of school age</h2>
    <p>
      The census counts everybody on roll, nursery classes too. Where somebody has counted those of school age, that
      number is used instead.
    </p>
    <SummaryList
      rows={[
        { key: 'Census', value: date(census.censusDate) },
        { key: 'On roll', value: count(census.onRoll) },
      ]}
    />
    <form method="post" action={`/schools/${school.urn}/pupils`} novalidate>
      <input type="hidden" name="seen" value={String(census.schoolAged ?? '')} />
      <TextInput
        id="schoolAged"
        name="schoolAged"
        label="How many are of school age?"
        hint="Reception to the last year, without nursery and without those over 16 where they are counted elsewhere"
        width={5}
        numeric
        value={typed.schoolAged}
        error={errors.schoolAged}
      />
      <Textarea
        id="reason"
        name="reason"
        rows={2}
        label="How do you know?"
        hint="Everybody sees this beside the number"
        value={typed.reason}
        error={errors.reason}
      />
      <ButtonGroup>
        <Button>Save the number</Button>
        <a href={`/schools/${school.urn}`}>Cancel</a>
      </ButtonGroup>
    </form>
  </>
);
