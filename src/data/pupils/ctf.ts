import { open } from 'node:fs/promises';
import { type ReadOptions, readElements, UnreadableFile, type XmlElement } from '../../platform/reading';
import { listed } from '../../platform/words';
import { yearName } from '../../schools';
import mapping from '../catalogue/ctf-results.csv?raw';
import { type PupilDataset, pupilDatasets, schoolHeadings } from '../catalogue/pupil-datasets';
import { readRows } from '../methods/tables';
import { wrongYear } from '../releases/years';

/**
 * Common transfer files (CTF, XML): the pupils, the assessments and the marks of attendance that one carries, as rows of a dataset. Which result is which field
 * stands in `catalogue/ctf-results.csv`; what it does not know is counted and shown, and never guessed. Of attendance a CTF has sums of whole years, of which no
 * half-term can be told, and the marks themselves, of which each can.
 */

/** A file's rows, as `writeNumbered` leaves them, and what was passed over. */
export interface CtfRows {
  headings: string[];
  rows: number;
  /** Pupils of the file who have nothing of this dataset and year. */
  without: number;
  /** Kinds of result that no field knows, or that are of another year, each with how often it stands there. */
  unmapped: string[];
  /** The academic year that the results, or of a list of pupils the file, are of; null where nothing says. */
  year: number | null;
}

const root = { roots: ['CTfile'], wanted: ['Header', 'Pupil'] };

interface Mapping {
  field: string;
  year: string;
  stage: string;
  subject: string;
  component: string;
  method: string;
  qualifier: string;
}
const mappings = readRows(mapping) as unknown as (Mapping & { dataset: string })[];
const results = (dataset: string): Mapping[] => mappings.filter((one) => one.dataset === dataset);

const mostRows = 10_000_000;

/**
 * Writes the pupils of a CTF to `to`, one row a pupil with the line on which they stand; of attendance one row a string of marks.
 * @throws UnreadableFile when it is no CTF, is damaged, carries nothing for the dataset, or is of another year than was asked for.
 */
export async function writeCtf(
  path: string,
  to: string,
  dataset: PupilDataset,
  { year: asked, signal }: ReadOptions & { year: number | null },
): Promise<CtfRows> {
  const known = results(dataset.id);
  if (dataset.id === 'attendance-counts')
    throw new UnreadableFile(
      'xml',
      'A common transfer file has the sessions of whole years, and marks day by day: nothing by half-term. Choose it again as attendance, mark by mark; half-terms are made of the marks.',
    );
  if (dataset.id !== list && dataset.id !== marksDataset && known.length === 0) {
    const able = pupilDatasets.filter(({ id }) => id === list || id === marksDataset || results(id).length > 0);
    throw new UnreadableFile(
      'xml',
      `A common transfer file holds no rows of this dataset: it is read as ${listed(
        able.map(({ called }) => called),
        'or',
      )}. Choose a CSV file.`,
    );
  }
  const said = await yearOfCtf(path, dataset, signal);
  if (asked !== null && said !== null && said.year !== asked) throw wrongYear(said.year, asked, said.by);
  const year = asked ?? said?.year ?? null;
  // A string of marks is one of two forms: columns of the other would be blank.
  const fields = dataset.id === marksDataset ? ['upn', 'start', 'marks', 'days_a_week'] : Object.keys(dataset.fields);
  const headings = [
    schoolHeadings.urn[0],
    schoolHeadings.la[0],
    schoolHeadings.establishment[0],
    ...fields.map((name) => dataset.fields[name]?.headings[0] ?? name),
  ];
  const unmapped = new Map<string, number>();
  let [rows, without, line] = [0, 0, 0];
  let school = ['', '', ''];
  const file = await open(to, 'w');
  try {
    for await (const element of readElements(path, { ...root, signal })) {
      if (element.name === 'Header') {
        const source = child(element, 'SourceSchool');
        school = ['URN', 'LEA', 'Estab'].map((name) => textOf(source, name));
        continue;
      }
      const passedOver = (words: string) => unmapped.set(words, (unmapped.get(words) ?? 0) + 1);
      const found =
        dataset.id === marksDataset
          ? marksOf(element, school, year, passedOver)
          : resultRows(element, { known, year, isList: dataset.id === list, passedOver });
      if (found.length === 0) without++;
      for (const values of found) {
        if (++rows > mostRows)
          throw new UnreadableFile('xml', 'This file has more pupils than a country. Choose another file.');
        const cells = [...school, ...fields.map((name) => values.get(name) ?? '')];
        // All pupils may stand on one line: each row still has a number of its own.
        line = Math.max(element.line, line + 1);
        await file.write(`${[line, ...cells].map(quoted).join(',')}\n`);
      }
    }
  } finally {
    await file.close();
  }
  if (rows === 0)
    throw new UnreadableFile(
      'empty',
      without > 0
        ? `None of the ${without} pupils of this file has ${dataset.id === marksDataset ? 'marks of attendance of this year' : 'a result of this dataset'}. Choose another file, or another dataset.`
        : 'This file has no pupils. Download or save it again, then choose it.',
    );
  return {
    headings,
    rows,
    without,
    year,
    unmapped: [...unmapped].sort(([a], [b]) => (a < b ? -1 : 1)).map(([words, times]) => `${words} (${times})`),
  };
}

/** The dataset that takes the pupils themselves. */
const list = 'pupils';
const marksDataset = 'attendance-marks';

const quoted = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `"${value.replace(/\s+/g, ' ').trim().replaceAll('"', '""')}"`;

const child = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((one) => one.name === name);
const textOf = (element: XmlElement | undefined, ...names: string[]): string => {
  for (const name of names) {
    const found = child(element, name);
    const text = found?.text.trim() ?? '';
    if (text !== '') return text;
  }
  return '';
};

interface Result {
  stage: string;
  subject: string;
  component: string;
  method: string;
  qualifier: string;
  result: string;
  /** The calendar year of the summer. */
  year: number | null;
  /** For the list of what was not read. */
  words: string;
}

function* resultsOf(pupil: XmlElement): Generator<Result> {
  for (const keyStage of child(pupil, 'StageAssessments')?.children ?? []) {
    const stage = textOf(keyStage, 'Stage').toUpperCase();
    for (const one of keyStage.children.filter(({ name }) => name === 'StageAssessment')) {
      const [subject = '', component = '', method = '', qualifier = '', year = '', locale = '', status = ''] = [
        'Subject',
        'Component',
        'Method',
        'ResultQualifier',
        'Year',
        'Locale',
        'ResultStatus',
      ].map((name) => textOf(one, name).toUpperCase().slice(0, 20));
      const elsewhere = [locale === 'ENG' ? '' : locale, status === 'R' ? '' : status].filter(Boolean);
      yield {
        stage: elsewhere.length > 0 ? '' : stage.slice(0, 20),
        subject,
        component,
        method,
        qualifier,
        result: textOf(one, 'Result'),
        year: /^(19|20)\d\d$/.test(year) ? Number(year) : null,
        words: [stage.slice(0, 20), subject, component, method, qualifier, year, ...elsewhere]
          .filter(Boolean)
          .join(' '),
      };
    }
  }
}

/** Which field a result is of; null where no entry of the table fits. `year` is the one in which the academic year starts. */
function fieldFor(known: readonly Mapping[], result: Result, year: number | null): string | null {
  const fits = (wanted: string, is: string): boolean => {
    if (wanted === '*') return true;
    if (wanted.startsWith('not ')) return wanted.slice(4) !== is;
    const [from, to] = wanted.split('-');
    return to === undefined ? wanted === is : is >= (from ?? '') && is <= to && is.length === to.length;
  };
  const ofYear = (when: string): boolean =>
    when === 'any' || year === null || result.year === null || result.year === (when === 'this' ? year + 1 : year);
  const found = known.find(
    (one) =>
      (['stage', 'subject', 'component', 'method', 'qualifier'] as const).every((name) =>
        fits(one[name], result[name]),
      ) && ofYear(one.year),
  );
  return found ? found.field.replace('{component}', result.component.toLowerCase()) : null;
}

/** A pupil with the results that fields know; none where nothing is of this dataset and year. */
function resultRows(
  pupil: XmlElement,
  {
    known,
    year,
    isList,
    passedOver,
  }: { known: readonly Mapping[]; year: number | null; isList: boolean; passedOver: (words: string) => void },
): Map<string, string>[] {
  const values = new Map(detailsOf(pupil));
  const results = new Map<string, Result>();
  let found = isList;
  for (const result of resultsOf(pupil)) {
    const field = fieldFor(known, result, year);
    if (field === null) {
      passedOver(result.words);
      continue;
    }
    const other = results.get(field);
    const [holds, passed] = other && holdsOver(other, result) ? [other, result] : [result, other];
    results.set(field, holds);
    if (passed) passedOver(passed.words);
    found ||= !field.startsWith('ks1_');
  }
  for (const [field, { result }] of results) values.set(field, result);
  return found ? [values] : [];
}

/** AS and NS say only whether the score reached the standard, which the score says itself; and of two years the later is meant. */
const holdsOver = (one: Result, other: Result): boolean => {
  const [isStanding, otherIs] = [one, other].map(({ result }) => ['AS', 'NS'].includes(result.toUpperCase()));
  return isStanding === otherIs ? (one.year ?? 0) > (other.year ?? 0) : otherIs === true;
};

/** Blanks before the first mark are sessions without one; those behind the last say nothing, but for the afternoon of its day. */
function marksIn(text: string): string {
  const { length } = text.trimEnd();
  return text.slice(0, length + (length % 2));
}

/** The years of attendance of a pupil: a string of marks from a day on, or sums alone. */
function* attendanceOf(pupil: XmlElement) {
  for (const data of child(pupil, 'Attendance')?.children ?? []) {
    if (data.name !== 'YearData') continue;
    const sessions = child(data, 'AttendSessions');
    const start = textOf(sessions, 'AttendanceStartDate');
    const read = /^(\d{4})-(\d\d)-\d\d/.exec(start);
    yield {
      start: start.slice(0, 10),
      marks: marksIn(child(sessions, 'AttendanceMarks')?.text ?? ''),
      school: ['LEA', 'Estab'].map((name) => textOf(data, name)),
      /** The calendar year in which the academic year of the marks starts; null without a day. */
      year: read ? Number(read[1]) - (Number(read[2]) < 8 ? 1 : 0) : null,
    };
  }
}

/** The strings of marks of a year at the school that the file is from; of other schools and years, and of sums alone, it is counted how many there are. */
function marksOf(
  pupil: XmlElement,
  [, la, establishment]: readonly string[],
  year: number | null,
  passedOver: (words: string) => void,
): Map<string, string>[] {
  const upn = textOf(pupil, 'UPN') || textOf(child(pupil, 'BasicDetails'), 'UPN');
  const rows: Map<string, string>[] = [];
  for (const one of attendanceOf(pupil)) {
    const [oneLa, oneEstablishment] = one.school;
    if ((oneLa && oneLa !== la) || (oneEstablishment && oneEstablishment !== establishment))
      passedOver('attendance at another school');
    else if (one.marks === '') passedOver('attendance of a year as sums, without marks');
    else if (year !== null && one.year !== null && one.year !== year) passedOver(`attendance of ${yearName(one.year)}`);
    else
      rows.push(
        new Map([
          ['upn', upn],
          ['start', one.start],
          // A blank is a session without a mark: what is read next takes many blanks for one.
          ['marks', one.marks.replaceAll(' ', '-')],
          ['days_a_week', countsWeekends(one.start, one.marks) ? '7' : ''],
        ]),
      );
  }
  return rows;
}

/** Marks of which those of every Saturday and Sunday would be none, and others would not, count seven days a week. */
function countsWeekends(start: string, marks: string): boolean {
  let first: number;
  try {
    first = Temporal.PlainDate.from(start).dayOfWeek;
  } catch {
    return false;
  }
  const days = Array.from({ length: Math.floor(marks.length / 2) }, (_, day) => ({
    weekend: (first - 1 + day) % 7 > 4,
    none: /^[-# ]{2}$/.test(marks.slice(day * 2, day * 2 + 2)),
  }));
  const weekends = days.filter(({ weekend }) => weekend);
  return weekends.length >= 4 && weekends.every(({ none }) => none) && days.some(({ none }) => !none);
}

/** What a CTF says of the pupil, by the fields of a list of pupils; other datasets take of it what they have. */
function* detailsOf(pupil: XmlElement): Generator<[string, string]> {
  const basic = child(pupil, 'BasicDetails');
  const either = (...names: string[]): string => textOf(pupil, ...names) || textOf(basic, ...names);
  yield ['upn', either('UPN')];
  yield ['surname', either('Surname', 'LegalSurname')];
  yield ['forename', either('Forename', 'LegalForename')];
  yield ['born', either('DOB')];
  yield ['sex', either('Sex', 'Gender')];
  yield ['year_group', either('NCyearActual')];
  yield ['ethnicity', either('Ethnicity')];
  const languages = child(basic, 'Languages') ?? child(pupil, 'Languages');
  const first = languages?.children.find((one) => ['F', 'M', ''].includes(textOf(one, 'LanguageType', 'Type')));
  yield ['language', textOf(first, 'Language') || either('FirstLanguage')];
  yield ['enrolment', either('EnrolStatus')];
  yield ['ever_in_care', textOf(child(pupil, 'LookedAfter'), 'InCare')];
  const sen = [...(child(pupil, 'SENhistory')?.children ?? []), child(pupil, 'SEN')].filter(
    (one) => one?.name === 'SEN' && textOf(one, 'SENprovision') !== '',
  );
  sen.sort((a, b) => (textOf(a, 'StartDate') < textOf(b, 'StartDate') ? -1 : 1));
  yield ['sen', textOf(sen.at(-1), 'SENprovision')];
  const meals = child(pupil, 'FSMhistory')?.children.filter(({ name }) => name === 'FSMinstance');
  if (meals) yield ['free_meals', meals.some((one) => textOf(one, 'FSMendDate') === '') ? 'Y' : 'N'];
}

/** Of results and of marks the year that most of them are of, results as they say the summer; of a list of pupils the file's own. And what says so. */
async function yearOfCtf(
  path: string,
  dataset: PupilDataset,
  signal: AbortSignal | undefined,
): Promise<{ year: number; by: string } | null> {
  const known = results(dataset.id).filter(({ year }) => year === 'this');
  const years = new Map<number, number>();
  let own: { year: number; by: string } | null = null;
  for await (const element of readElements(path, { ...root, signal })) {
    if (element.name === 'Header') {
      const year = textOf(child(element, 'SourceSchool'), 'AcademicYear');
      own = /^20\d\d$/.test(year) ? { year: Number(year), by: `AcademicYear ${year} in its header` } : null;
      if (dataset.id === list) return own;
    } else if (dataset.id === marksDataset)
      for (const { year } of attendanceOf(element)) {
        if (year !== null) years.set(year, (years.get(year) ?? 0) + 1);
      }
    else
      for (const result of resultsOf(element))
        if (result.year !== null && fieldFor(known, result, null) !== null)
          years.set(result.year - 1, (years.get(result.year - 1) ?? 0) + 1);
  }
  const [most] = [...years].sort(([yearA, a], [yearB, b]) => b - a || yearB - yearA);
  return most ? { year: most[0], by: dataset.id === marksDataset ? 'its marks' : 'its results' } : own;
}
