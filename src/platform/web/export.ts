import { type ExportTable, writeCsv, writeSpreadsheet } from '../documents';
import { download } from './answers';

/** A table to keep, under a name without its ending: as CSV, or as a real spreadsheet. */
export async function tableFile(table: ExportTable, format: 'csv' | 'xlsx', name: string): Promise<Response> {
  return format === 'csv'
    ? download(writeCsv(table), { name: `${name}.csv`, type: 'text/csv; charset=utf-8' })
    : download(await writeSpreadsheet([table]), {
        name: `${name}.xlsx`,
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      });
}
