import { type ExportTable, writeCsv, writeSpreadsheet } from '../documents';
import { download, notFound, problem } from './answers';
import type { May, Req, Route, SampleWorld } from './route';

/** A table to keep, under a name without its ending: as CSV, or as a real spreadsheet, which may have further sheets. */
export async function tableFile(
  table: ExportTable,
  format: 'csv' | 'xlsx',
  name: string,
  more: readonly ExportTable[] = [],
): Promise<Response> {
  return format === 'csv'
    ? download(writeCsv(table), { name: `${name}.csv`, type: 'text/csv; charset=utf-8' })
    : download(await writeSpreadsheet([table, ...more]), {
        name: `${name}.xlsx`,
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      });
}

export interface TableFile {
  table: ExportTable;
  /** Further sheets of the spreadsheet. */
  more?: readonly ExportTable[];
  /** Of the file, without its ending. */
  name: string;
}

/** A whole table costs more than a page. */
const rate = { calls: 30, seconds: 60 };

/** The rows that a page lists, as files: `PATH.csv` and `PATH.xlsx`, for whoever may open the page. */
export const fileRoutes = (given: {
  path: string;
  may: May;
  /** Addresses without their ending, in the asker's scope and in another's. */
  sample: (world: SampleWorld) => readonly [own: string, other: string];
  /** Null where there is no such list; `missing` says what was asked for by name and is not there. */
  file: (req: Req, format: 'csv' | 'xlsx') => Promise<TableFile | { missing: string } | null>;
}): Route[] =>
  (['csv', 'xlsx'] as const).map((format) => ({
    method: 'GET' as const,
    path: `${given.path}.${format}`,
    may: given.may,
    rate,
    sample: (world) => {
      const [own, other] = given.sample(world);
      return { own: { path: `${own}.${format}` }, other: { path: `${other}.${format}` } };
    },
    handle: async (req) => {
      const file = await given.file(req, format);
      if (!file) return notFound(req);
      if ('missing' in file) return problem(req, 404, 'There is no such figure here', file.missing);
      return tableFile(file.table, format, file.name, file.more);
    },
  }));
