import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { Row } from '../tables';

/** A published file of `data/public`, gzipped or not: some of its rows stop early. */
export function readPublished(path: string): Row[] {
  const bytes = readFileSync(`data/public/${path}`);
  const text = path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  return parse(text, { bom: true, columns: true, relax_column_count: true });
}
