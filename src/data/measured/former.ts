import type { DuckDB } from '../../platform/duckdb';
import { pupilDatasetNamed } from '../catalogue/pupil-datasets';
import { type MeasuredDataset, type Sources, typedRows } from './sources';

/**
 * A pupil whom the census gives a former number is the same pupil: what files say under the former follows them (identifiers-and-files.md section 2). Where
 * the former is somebody's number in the same school today, or two are said to have had it, it is nobody's. Of files with a row a pupil the one under the
 * number of today holds.
 */
export async function followFormer(db: DuckDB, sources: Sources): Promise<Sources> {
  if (!sources.pupils) return sources;
  const census = typedRows('pupils', sources);
  await db.query(`create table former as
    select urn, former_upn as upn, any_value(upn) as current_upn from ${census} c
    where former_upn is not null and not exists (select 1 from ${census} o where o.urn = c.urn and o.upn = c.former_upn)
    group by urn, former_upn having count(distinct upn) = 1`);
  const [found] = await db.query<{ n: number }>('select count(*)::int as n from former');
  if (!found?.n) return sources;
  return Object.fromEntries(
    Object.entries(sources).map(([dataset, source]) => [
      dataset,
      dataset === 'pupils' ? source : followed(dataset as MeasuredDataset, source),
    ]),
  );
}

function followed(dataset: MeasuredDataset, source: string): string {
  const aRowEach = pupilDatasetNamed(dataset)?.key.join() === 'upn';
  const twice = `exists (select 1 from ${source} o where o.urn = r.urn and o.upn = f.current_upn)`;
  return `(select r.* replace (coalesce(f.current_upn, r.upn) as upn) from ${source} r left join former f on f.urn = r.urn and f.upn = r.upn${
    aRowEach ? ` where f.current_upn is null or not ${twice}` : ''
  })`;
}
