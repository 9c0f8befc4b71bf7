import { Select } from '../../platform/ui';
import type { Choices, ListWish } from '../school-list';

const any = { value: '', text: 'Any' };

/** Sector, status, partnership and trust, as far as there is anything to choose. For a row of fields. */
export const SchoolFilters = ({ filter, choices }: { filter: ListWish['filter']; choices: Choices }) => (
  <>
    {choices.sectors.length > 1 && (
      <Select id="sector" name="sector" label="Sector" value={filter.sector} options={[any, ...choices.sectors]} />
    )}
    {choices.statuses.length > 1 && (
      <Select id="status" name="status" label="Status" value={filter.status} options={[any, ...choices.statuses]} />
    )}
    {choices.partnerships.length > 0 && (
      <Select
        id="partnership"
        name="partnership"
        label="Partnership"
        value={filter.partnership}
        options={[any, ...choices.partnerships]}
      />
    )}
    {choices.trusts.length > 0 && (
      <Select
        id="trust"
        name="trust"
        label="Trust"
        value={filter.trust}
        options={[{ value: '', text: 'Any or none' }, { value: 'none', text: 'No trust' }, ...choices.trusts]}
      />
    )}
  </>
);
