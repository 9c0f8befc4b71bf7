export { writeCsv } from './csv';
export {
  type Block,
  type Cover,
  type PdfColumn,
  type PdfDocument,
  type Run,
  renderPdf,
  type StripRow,
  type Strips,
  type Text,
} from './pdf';
export { writeSpreadsheet } from './spreadsheet';
export type { Cell, ExportColumn, ExportTable } from './table';
