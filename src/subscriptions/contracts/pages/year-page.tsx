import { Button, ButtonGroup, SummaryList, Textarea, TextInput } from '../../../platform/ui';
import { money } from '../../../platform/words';
import { type SchoolHead, SchoolHeader, type SchoolTab } from '../../../schools';
import type { ContractYear } from '../queries';
import { pupilWords } from '../terms';
import type { YearErrors, YearForm } from '../year-form';
import { subscriptionAddress } from './school-page';

/** The office sets the number of pupils or the agreed fee of a year. */
export const YearPage = ({
  school,
  tabs,
  year,
  address,
  byHand,
  typed,
  errors,
}: {
  school: SchoolHead;
  tabs: readonly SchoolTab[];
  year: ContractYear;
  address: string;
  byHand: boolean;
  typed: YearForm;
  errors: YearErrors;
}) => (
  <>
    <SchoolHeader school={school} tabs={tabs} at={subscriptionAddress(school.urn)} />
    <h2>Pupils and fee of {year.year}</h2>
    <SummaryList
      rows={[
        { key: 'Pupils now', value: pupilWords(year) },
        { key: 'Fee now', value: year.feePence === null ? null : money(year.feePence) },
      ]}
    />
    <form method="post" action={address} id="form" novalidate>
      <TextInput
        id="pupils"
        name="pupils"
        label="Number of pupils to charge for"
        {...(byHand ? { hint: 'Leave empty to keep the number' } : {})}
        width={5}
        numeric
        value={typed.pupils}
        error={errors.pupils}
      />
      {byHand && (
        <TextInput
          id="fee"
          name="fee"
          label="Fee agreed with the school"
          prefix="£"
          width={10}
          value={typed.fee}
          error={errors.fee}
        />
      )}
      <Textarea
        id="reason"
        name="reason"
        rows={2}
        label="Why?"
        hint="The school sees this beside the number"
        value={typed.reason}
        error={errors.reason}
      />
      <ButtonGroup>
        <Button>Save</Button>
        <a href={subscriptionAddress(school.urn)}>Cancel</a>
      </ButtonGroup>
    </form>
  </>
);
