import type { Database, Tx } from '../../platform/database';
import { type SchoolFacts, schoolFacts } from '../../schools';
import { authorityName } from '../catalogue/catalogue';
import type { Figure } from '../figures/queries';
import { areasBeside, rememberingFigures } from '../figures/remembered';
import { type Audience, type MeasuredFigure, measuredOfAreas, measuredOfSchool } from '../measured/queries';
import { activityDataset } from './periods';

/** A place that a school's own figures are set against: figures that were worked out from pupils like its own. */
export interface OwnBeside {
  name: string;
  figures: readonly MeasuredFigure[];
  /** Activity by month. */
  months: readonly MeasuredFigure[];
}

/** What stands behind the pages of figures that are worked out from a school's pupils. Attendance has a page of its own. */
export interface OwnData {
  school: SchoolFacts;
  /** Of whole years, as full as the reader may see them. */
  figures: readonly MeasuredFigure[];
  /** Activity by month; its headline is among the figures. */
  months: readonly MeasuredFigure[];
  /** By half-term, and of the year so far, where it was asked for. */
  attendance: readonly MeasuredFigure[];
  partnership: OwnBeside | null;
  city: OwnBeside | null;
  /** Published figures of England: benchmarks of measures that are the same as a published one. */
  areas: readonly Figure[];
}

export const attendanceDataset = 'attendance-marks';
/** Those that have pages of their own. */
export const elsewhere: readonly string[] = [attendanceDataset, 'exclusion-events'];

const ofTheYear = ({ period }: MeasuredFigure): boolean => period === 'year';
/** Activity alone has figures of months. Half-terms have pages of their own. */
const ofAMonth = ({ period, dataset }: MeasuredFigure): boolean => period !== 'year' && dataset === activityDataset;

interface Wish {
  /** Of this dataset alone, also one that has a page of its own. */
  dataset?: string | undefined;
  /** Attendance by half-term too. */
  attendance?: boolean;
  /** 'outside' where what is shown goes on to others, whoever asks for it. */
  most?: Audience;
}

/** Null where no school has this URN. */
export async function ownData(
  tx: Tx,
  database: Database,
  urn: number,
  { dataset, attendance: withAttendance = false, most = 'inside' }: Wish = {},
): Promise<OwnData | null> {
  const school = await schoolFacts(tx, urn);
  if (!school) return null;
  const of = dataset === undefined ? { exceptDatasets: elsewhere } : { datasets: [dataset] };
  const all = await measuredOfSchool(tx, urn, { ...of, most });
  const figures = all.filter(ofTheYear);
  const months = all.filter(ofAMonth);
  const attendance = withAttendance ? await measuredOfSchool(tx, urn, { datasets: [attendanceDataset], most }) : [];
  const {
    sector,
    partnerships: [partnership],
    facts: { la },
  } = school;
  if (figures.length + months.length === 0)
    return { school, figures, months, attendance, partnership: null, city: null, areas: [] };
  const at = {
    partnership: partnership && { name: partnership.name, area: `partnership/${partnership.id}` },
    city: la === null ? undefined : { name: authorityName(String(la)), area: `la/${la}/${sector}` },
  };
  const areas = [at.partnership, at.city].flatMap((one) => (one ? [one.area] : []));
  const measured = await measuredOfAreas(tx, areas, { ...of, group: 'all', most });
  const beside = (place: { name: string; area: string } | undefined): OwnBeside | null => {
    const own = measured.filter(({ area }) => area === place?.area);
    return place && own.length > 0
      ? { name: place.name, figures: own.filter(ofTheYear), months: own.filter(ofAMonth) }
      : null;
  };
  return {
    school,
    figures,
    months,
    attendance,
    partnership: beside(at.partnership),
    city: beside(at.city),
    areas: await areasBeside(tx, await rememberingFigures(tx, database), sector, la),
  };
}
