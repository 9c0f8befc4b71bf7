import type { Cell, ExportTable } from '../../platform/documents';
import { yearName } from '../../schools';
import { datasetOf, groupWords, markerWords, measureNamed } from '../catalogue/catalogue';
import { inCatalogueOrder, sourceOf } from '../figures/json';
import type { Figure } from '../figures/queries';

const number = (text: string | null): number | null => (text === null ? null : Number(text));

/** The figures of a school for taking away. Where there is no figure the cell says why. */
export const figuresTable = (figures: readonly Figure[]): ExportTable => ({
  name: 'Figures',
  columns: [
    { heading: 'Measure', kind: 'text' },
    { heading: 'What', kind: 'text' },
    { heading: 'Year', kind: 'text' },
    { heading: 'Pupils', kind: 'text' },
    { heading: 'Figure', kind: 'number' },
    { heading: 'As published', kind: 'text' },
    { heading: 'Numerator', kind: 'number' },
    { heading: 'Denominator', kind: 'number' },
    { heading: 'Range from', kind: 'number' },
    { heading: 'Range to', kind: 'number' },
    { heading: 'Release', kind: 'text' },
    { heading: 'Stage', kind: 'text' },
    { heading: 'Source', kind: 'text' },
    { heading: 'Measure identifier', kind: 'text' },
  ],
  rows: inCatalogueOrder(figures).map((figure): Cell[] => {
    const measure = measureNamed(figure.measure);
    const reason = measure && markerWords(figure.shown, datasetOf(measure));
    return [
      measure?.name ?? figure.measure,
      measure?.second ?? '',
      yearName(figure.year),
      groupWords[figure.group] ?? figure.group,
      number(figure.value) ?? reason ?? figure.shown,
      figure.shown,
      number(figure.numerator),
      number(figure.denominator),
      number(figure.low),
      number(figure.high),
      figure.release,
      figure.stage,
      sourceOf(figure),
      figure.measure,
    ];
  }),
});
