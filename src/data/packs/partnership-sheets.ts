import type { Cell, ExportTable } from '../../platform/documents';
import { yearName } from '../../schools';
import { measuresOfOwn } from './own-content';
import { ownSheets } from './own-sheets';
import type { PartnershipPack } from './partnership-content';
import { fourPlaces, unitWords } from './rows-sheet';
import type { Printed } from './school-paper';
import { aboutSheet, definitionsSheet, filled, releasesSheet } from './sheets';

/** The figures of a partnership's pack: its means, and every school's figure of every measure. */
export function partnershipSheets(pack: PartnershipPack, printed: Printed): ExportTable[] {
  const all = pack.parts.flatMap(({ ranked, sector }) => ranked.map((one) => ({ ...one, sector })));
  return [
    aboutSheet(
      [
        ['Partnership', pack.name],
        ['Schools', pack.schools],
      ],
      printed,
      pack.notHere,
    ),
    ...filled([
      {
        name: 'Means',
        columns: [
          { heading: 'Measure', kind: 'text' },
          { heading: 'What', kind: 'text' },
          { heading: 'Unit', kind: 'text' },
          { heading: 'Schools', kind: 'text' },
          { heading: 'Year', kind: 'text' },
          { heading: 'Mean, weighted by pupils', kind: 'number' },
          { heading: 'Schools with a figure', kind: 'number' },
          { heading: 'Schools without', kind: 'number' },
          { heading: 'Pupils', kind: 'number' },
          { heading: 'England', kind: 'number' },
          { heading: pack.city ?? 'Authority', kind: 'number' },
          { heading: 'Measure identifier', kind: 'text' },
        ],
        rows: all.map(({ measure, sector, year, mean, schools, withheld, pupils, england, city }): Cell[] => [
          measure.name,
          measure.second,
          unitWords[measure.format],
          sector ?? 'all',
          yearName(year),
          mean ? fourPlaces(mean.value) : 'Cannot be weighted',
          schools,
          withheld,
          pupils > 0 ? pupils : null,
          england?.value ?? null,
          city && fourPlaces(city.value),
          measure.id,
        ]),
      },
      {
        name: 'Schools',
        columns: [
          { heading: 'Measure', kind: 'text' },
          { heading: 'What', kind: 'text' },
          { heading: 'Unit', kind: 'text' },
          { heading: 'Year', kind: 'text' },
          { heading: 'URN', kind: 'identifier' },
          { heading: 'School', kind: 'text' },
          { heading: 'Figure', kind: 'number' },
          { heading: 'Pupils', kind: 'number' },
          { heading: 'Likely range from', kind: 'number' },
          { heading: 'Likely range to', kind: 'number' },
          { heading: 'England', kind: 'number' },
          { heading: 'Against England', kind: 'text' },
          { heading: 'Release', kind: 'text' },
          { heading: 'Stage', kind: 'text' },
          { heading: 'Measure identifier', kind: 'text' },
        ],
        rows: all.flatMap(({ rows, year }) =>
          rows.map((row): Cell[] => [
            row.measure.name,
            row.measure.second,
            unitWords[row.measure.format],
            yearName(year),
            row.urn,
            row.school,
            row.value ?? row.missing,
            row.pupils,
            row.range && fourPlaces(row.range.low),
            row.range && fourPlaces(row.range.high),
            row.england?.value ?? null,
            row.against,
            row.release,
            row.stage,
            row.measure.id,
          ]),
        ),
      },
    ]),
    ...ownSheets(pack.own, { own: 'Its schools', city: pack.city ?? 'Authority', partnership: 'Partnership' }),
    ...filled([
      definitionsSheet([...all.map(({ measure }) => measure), ...measuresOfOwn(pack.own)]),
      releasesSheet(pack.releases),
    ]),
  ];
}
