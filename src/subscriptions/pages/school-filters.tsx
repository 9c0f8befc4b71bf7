import { Select } from '../../platform/ui';
import type { Faults } from '../faults';
import type { Choices, ListWish } from '../school-list';

const any = { value: '', text: 'Any' };

interface SchoolFiltersProps {
  filter: ListWish['filter'];
  choices: Choices;
  faults: Faults;
}

/** Sector, status, partnership and trust, as far as there is anything to choose or something is wrong. For a row of fields. */
export const SchoolFilters = ({ filter, choices, faults }: SchoolFiltersProps) => (
  <>
    {(choices.sectors.length > 1 || faults.sector) && (
      <Select
        id="sector"
        name="sector"
        label="Sector"
        error={faults.sector}
        value={filter.sector}
        options={[any, ...choices.sectors]}
      />
    )}
    {(choices.statuses.length > 1 || faults.status) && (
      <Select
        id="status"
        name="status"
        label="Status"
        error={faults.status}
        value={filter.status}
        options={[any, ...choices.statuses]}
      />
    )}
    {(choices.partnerships.length > 0 || faults.partnership) && (
      <Select
        id="partnership"
        name="partnership"
        label="Partnership"
        error={faults.partnership}
        value={filter.partnership}
        options={[any, ...choices.partnerships]}
      />
    )}
    {(choices.trusts.length > 0 || faults.trust) && (
      <Select
        id="trust"
        name="trust"
        label="Trust"
        error={faults.trust}
        value={filter.trust}
        options={[{ value: '', text: 'Any or none' }, { value: 'none', text: 'No trust' }, ...choices.trusts]}
      />
    )}
  </>
);
