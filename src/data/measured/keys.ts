import type { MeasuredRow } from './compile';

/** How a figure's place and its cell are called while it is decided what may be shown of them. */
export const placeOf = ({ urn, area }: Pick<MeasuredRow, 'urn' | 'area'>): string => area ?? String(urn);
export const keyOf = (row: Pick<MeasuredRow, 'urn' | 'area' | 'period' | 'pupil_group'>): string =>
  `${placeOf(row)} ${row.period} ${row.pupil_group}`;
