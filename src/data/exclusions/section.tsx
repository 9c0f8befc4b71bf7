import { DataTable, Second, Section } from '../../platform/ui';
import { yearName } from '../../schools';
import { authorityName } from '../catalogue/catalogue';
import type { Figure } from '../figures/queries';
import { publishedWords } from '../school/words';
import { exclusionMeasures, kinds, ratesOf } from './rates';

/** On a school's page: the rates of its authority, because no school's own are published. */
export function ExclusionsSection({ areas, code, sector }: { areas: readonly Figure[]; code: string; sector: string }) {
  const kind = kinds.find((one) => one === sector) ?? '';
  const rows = exclusionMeasures.flatMap((measure) => {
    const last = ratesOf(areas, measure.id, code, kind).findLast(({ here }) => here?.value != null);
    return last ? [{ measure, ...last }] : [];
  });
  const [first] = rows;
  if (!first) return null;
  const city = authorityName(code);
  return (
    <Section
      title={`Exclusions, ${yearName(first.year)}`}
      rule="ink"
      id="exclusions"
      intro={`Published for the authority and not for single schools: ${kind === '' ? 'all' : kind} schools of ${city}.`}
      aside={
        <a href={`/authorities/${code}/exclusions${kind === '' ? '' : `?kind=${kind}`}`}>
          Exclusions of {city}, year by year
        </a>
      }
    >
      <DataTable
        caption="Exclusions"
        captionHidden
        rows={rows}
        columns={[
          {
            key: 'measure',
            header: 'Measure',
            name: true,
            cell: ({ measure }) => (
              <>
                {measure.name}
                <Second>{measure.second}</Second>
              </>
            ),
          },
          {
            key: 'here',
            header: city,
            align: 'end',
            figure: true,
            cell: ({ here, measure }) => here?.value && publishedWords(here.value, measure),
          },
          {
            key: 'england',
            header: 'England',
            align: 'end',
            cell: ({ england, measure }) => england?.value && publishedWords(england.value, measure),
          },
        ]}
      />
    </Section>
  );
}
