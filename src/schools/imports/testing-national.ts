import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../platform/config';
import { readTable } from '../../platform/reading';

const publicData = join(projectRoot, 'data/public');

interface National {
  rows: number;
  /** At least so many bytes a row, filled up in a column that nobody reads. */
  bytesARow?: number;
}

/** From the column of the compiled list to the official heading. */
const official: Readonly<Record<string, string>> = {
  URN: 'urn',
  'LA (code)': 'la_code',
  'LA (name)': 'la_name',
  EstablishmentNumber: 'establishment_number',
  EstablishmentName: 'establishment_name',
  'TypeOfEstablishment (name)': 'establishment_type',
  'EstablishmentTypeGroup (name)': 'establishment_type_group',
  'EstablishmentStatus (name)': 'establishment_status',
  OpenDate: 'open_date',
  CloseDate: 'close_date',
  'PhaseOfEducation (name)': 'education_phase',
  StatutoryLowAge: 'statutory_low_age',
  StatutoryHighAge: 'statutory_high_age',
  'Gender (name)': 'gender',
  'ReligiousCharacter (name)': 'religious_character',
  SchoolCapacity: 'school_capacity',
  NumberOfPupils: 'number_of_pupils',
  NumberOfBoys: 'number_of_boys',
  NumberOfGirls: 'number_of_girls',
  LastChangedDate: 'last_changed_date',
  Street: 'street',
  Locality: 'locality',
  Town: 'town',
  Postcode: 'postcode',
  SchoolWebsite: 'school_website',
  TelephoneNum: 'telephone_num',
  'AdministrativeWard (name)': 'administrative_ward',
  Easting: 'easting',
  Northing: 'northing',
};

const filler = 'SiteName';

/**
 * A national list of establishments as it is downloaded: every official heading, closed predecessors, accents, quotation marks, CRLF and
 * Windows-1252. Made from the real open schools; a predecessor has its successor's number and place, and a URN that no real school has.
 */
export async function writeNationalFile(path: string, { rows: wanted, bytesARow = 0 }: National): Promise<void> {
  const headings = (await readTable(join(publicData, 'gias_establishments_other_la/2022-04.csv'))).headings;
  const open = await openSchools();
  const file = createWriteStream(path);
  const put = async (lines: string[]) => {
    if (!file.write(windows1252(lines.join('')))) await once(file, 'drain');
  };
  const line = (row: Row) => {
    const text = headings.map((heading) => quoted(cellOf(row, heading))).join(',');
    const short = bytesARow - text.length;
    return `${short > 0 ? headings.map((heading) => quoted(heading === filler ? 'x'.repeat(short) : cellOf(row, heading))).join(',') : text}\r\n`;
  };
  await put([`${headings.map(quoted).join(',')}\r\n`]);
  let written = 0;
  for (let generation = 0; written < wanted; generation++) {
    for (let i = 0; i < open.length && written < wanted; i += 500) {
      const some = open.slice(i, Math.min(i + 500, i + wanted - written));
      await put(
        some.map((row, j) => line(generation === 0 ? lively(row, i + j) : predecessor(row, generation, i + j))),
      );
      written += some.length;
    }
  }
  file.end();
  await once(file, 'finish');
}

type Row = Record<string, string>;

async function openSchools(): Promise<Row[]> {
  const { headings, rows } = await readTable(join(publicData, 'national/gias_establishments_2022-08.csv.gz'));
  const all: Row[] = [];
  for await (const batch of rows)
    for (const { values } of batch)
      all.push(Object.fromEntries(headings.map((heading, i) => [heading, values[i] ?? ''])));
  return all;
}

/** Here and there a name with an accent, a dash, or quotation marks. */
const lively = (row: Row, i: number): Row =>
  i % 50 === 0 ? { ...row, establishment_name: `${row.establishment_name} – “Zoë’s café”, the "old" school` } : row;

function predecessor(row: Row, generation: number, i: number): Row {
  const opened = row.open_date ? Temporal.PlainDate.from(row.open_date) : Temporal.PlainDate.from('2010-09-01');
  const closed = opened.subtract({ days: 1 }).subtract({ years: 4 * (generation - 1) });
  return {
    ...row,
    urn: String(150_000 + (generation - 1) * 24_000 + i),
    establishment_type: 'Community school',
    establishment_type_group: 'Local authority maintained schools',
    establishment_status: 'Closed',
    open_date: closed.subtract({ years: 4 }).add({ days: 1 }).toString(),
    close_date: closed.toString(),
    number_of_pupils: '',
    number_of_boys: '',
    number_of_girls: '',
  };
}

function cellOf(row: Row, heading: string): string {
  if (heading === 'CensusDate') return '20-01-2022';
  const value = row[official[heading] ?? ''] ?? '';
  return heading.endsWith('Date') ? value.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3-$2-$1') : value;
}

const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** Only what the files hold beside Latin letters. */
const special: Readonly<Record<string, number>> = { '€': 0x80, '‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94, '–': 0x96 };

const windows1252 = (text: string): Buffer =>
  Buffer.from(
    text.replace(/[€‘’“”–]/g, (letter) => String.fromCharCode(special[letter] ?? 63)),
    'latin1',
  );
