import { listed } from '../../platform/words';
import { yearName } from '../../schools';
import { datasetOf, type Measure } from '../catalogue/catalogue';
import { trendYears } from './choose';
import { measureRow, type SchoolData } from './view';

/** Why a school has no published figure of a measure at all, in sentences: what its files hold, year by year. */
export function whyNone(data: SchoolData, measure: Measure): string[] {
  const dataset = datasetOf(measure);
  if (dataset.id === 'exclusions')
    return ['Published for authorities and kinds of school, and not for single schools.'];
  const rows = trendYears(data, dataset).map((year) => measureRow(data, measure, year));
  if (rows.length === 0) return [`No file of ${dataset.title} that holds this school is loaded.`];
  const of = (wanted: (typeof rows)[number]['told']['kind']): string | null => {
    const years = rows.filter(({ told }) => told.kind === wanted).map(({ year }) => yearName(year));
    return years.length === 0 ? null : listed(years);
  };
  const [unpublished, without, notLoaded] = [of('unpublished'), of('not-in-files'), of('not-loaded')];
  return [
    ...(unpublished ? [`The files of ${unpublished} have this measure, and no figure of it for this school.`] : []),
    ...(without ? [`The files of ${without} that hold this school do not have this measure.`] : []),
    ...(notLoaded ? [`Not loaded: ${notLoaded}.`] : []),
  ];
}
