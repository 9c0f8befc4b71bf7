import { afterAll, describe, expect, expectTypeOf, test } from 'vitest';
import {
  date,
  decimal,
  identifier,
  integer,
  isMissing,
  type Kind,
  marked,
  oneOf,
  optional,
  percentage,
  text,
  Wrong,
  yesNo,
} from './kinds';
import { column, columnIfThere, defineShape, describeReject, readRows, type ValueOf } from './shape';
import { allRead, temporaryFolder } from './testing';
import { UnreadableFile } from './unreadable';

const folder = temporaryFolder();
afterAll(folder.remove);

const urn = identifier(/^\d{6}$/, 'a reference of six figures');

describe('kinds', () => {
  const wrong = (reason: string) => new Wrong(reason);
  const day = (text: string) => Temporal.PlainDate.from(text);

  test.each<[Kind<unknown>, string, unknown]>([
    [integer(), '1,072', 1072],
    [integer(), '-5', -5],
    [integer(), '−5', -5],
    [integer(), '1.5', wrong('is not a whole number')],
    [integer(), '102.0', 102],
    [integer(), '1,102.00', 1102],
    [integer(), '102.5', wrong('is not a whole number')],
    [integer(), '102.', wrong('is not a whole number')],
    [integer(), '10,72', wrong('is not a whole number')],
    [integer(), '99999999999999999999', wrong('is more than 9007199254740991')],
    [integer({ min: 1 }), '0', wrong('is less than 1')],
    [integer({ min: 1, max: 9 }), '10', wrong('is not between 1 and 9')],
    [decimal(), '-1.9', -1.9],
    [decimal(), '.5', 0.5],
    [decimal(), '1e5', wrong('is not a number')],
    [decimal(), '-', wrong('is not a number')],
    [decimal(), 'Infinity', wrong('is not a number')],
    [percentage(), '59%', 59],
    [percentage(), '59.2 %', 59.2],
    [percentage(), '59', 59],
    [percentage(), '101%', wrong('is not between 0 and 100')],
    [percentage(), '59%%', wrong('is not a percentage')],
    [date(), '01-09-2018', day('2018-09-01')],
    [date(), '1/9/2018', day('2018-09-01')],
    [date(), '2018-09-01', day('2018-09-01')],
    [date(), '20180901', day('2018-09-01')],
    [date(), '01/09/2018 00:00:00', day('2018-09-01')],
    [date(), '01/09/2018 10:30', wrong('is not a date (dd-mm-yyyy, dd/mm/yyyy, yyyy-mm-dd or yyyymmdd)')],
    [date(), '31-02-2018', wrong('is not a date in the calendar')],
    [date(), '12/31/2018', wrong('is not a date in the calendar')],
    [date('yyyymmdd'), '01-09-2018', wrong('is not a date (yyyymmdd)')],
    [oneOf(['Open', 'Closed']), 'open', 'Open'],
    [oneOf({ Open: 1, Closed: 2 }), 'Closed', 2],
    [oneOf(['Open', 'Closed']), 'Ajar', wrong('is not one of Open or Closed')],
    [yesNo(), 'Yes', true],
    [yesNo(), '0', false],
    [yesNo(), 'perhaps', wrong('is not yes or no')],
    [urn, '106973', '106973'],
    [urn, '1069', wrong('is not a reference of six figures')],
    [text(), 'Zoë', 'Zoë'],
    [text(3), 'four', wrong('is longer than 3 characters')],
    [text(), 'a\u0007b', wrong('holds a character that is not text')],
    [text(), 'School \u202eyramirP', wrong('holds a character that is not text')],
    [marked(integer(), ['SUPP', 'NE']), 'SUPP', { missing: 'SUPP' }],
    [marked(integer(), ['SUPP', 'NE']), '5', 5],
    [marked(integer(), ['SUPP', 'NE']), 'supp', wrong('is not a whole number')],
  ])('%o reads %j', (kind, written, expected) => {
    expect(kind.read(written)).toEqual(expected);
  });
});

describe('rows', () => {
  const census = defineShape({
    urn: column('URN', urn),
    type: column('SCHOOLTYPE', text()),
    roll: column('NOR', marked(optional(integer({ min: 0 })), ['NA', 'NP', 'SUPP'])),
    share: column('PNUMEAL', marked(optional(percentage()), ['NA', 'NP', 'SUPP'])),
    easting: columnIfThere('Easting', integer()),
  });

  test('a real census: types, markers, a column it lacks', async () => {
    const reading = await readRows('data/public/school_census/2018-19.csv', census, {
      where: (cell) => cell('urn') !== 'NAT',
    });
    expectTypeOf<ValueOf<typeof census>['roll']>().toEqualTypeOf<number | null | { missing: 'NA' | 'NP' | 'SUPP' }>();
    expectTypeOf<ValueOf<typeof census>['easting']>().toEqualTypeOf<number | null>();
    const { values, rejects } = await allRead(reading);
    expect(rejects).toEqual([]);
    expect(values).toHaveLength(185);
    expect(values[2]).toEqual({ urn: '106982', type: 'State-funded primary', roll: 579, share: 6.7, easting: null });
    expect(values.filter((row) => row.roll === null || isMissing(row.roll))).not.toEqual([]);
    expect(reading.ignored).toContain('NORG');
  });

  test('real dates, as two publishers write them', async () => {
    const inspections = defineShape({ urn: column('URN', urn), on: column('Inspection Date', date('yyyymmdd')) });
    const first = await allRead(await readRows('data/public/ofsted_inspections/2005-2020.csv', inspections));
    expect(first.rejects).toEqual([]);
    expect(first.values[0]?.on.toString()).toBe('2014-02-18');
    const links = defineShape({
      joined: column('Joined date', optional(date('dd-mm-yyyy'))),
      hasHead: column('HasSharedHT', optional(text())),
    });
    const second = await allRead(
      await readRows('data/public/gias_group_links/2018-05.csv', links, { shortRows: 'accept' }),
    );
    expect(second.rejects).toEqual([]);
    expect(second.values[0]?.joined?.toString()).toBe('2006-09-01');
  });

  test('rows that stop early, as published: rejected, or read as blank when that is asked', async () => {
    const shape = defineShape({
      urn: column('URN', optional(text())),
      progress: column('TKS1AVERAGE', optional(text())),
    });
    const path = 'data/public/ks2_full_format_other_la/2017-18_LA936.csv';
    const strict = await allRead(await readRows(path, shape));
    expect(strict.rejects).toHaveLength(10);
    expect(strict.rejects[0]?.reason).toMatch(/^the row has 2[34] values where there are 326 headings$/);
    const lenient = await allRead(await readRows(path, shape, { shortRows: 'accept' }));
    expect(lenient.rejects).toEqual([]);
    expect(lenient.values).toHaveLength(238);
  });

  test('every wrong value of a row is told, with its place', async () => {
    const file = folder.file(
      'wrong.csv',
      `URN,SCHOOLTYPE,NOR,PNUMEAL\n1,,many,${'x'.repeat(90)}\n106973,a,5,5%\n106973,a,5\n106973,a,5,5,6\n`,
    );
    const { values, rejects } = await allRead(await readRows(file, census));
    expect(values).toHaveLength(1);
    expect(rejects.map(describeReject)).toEqual([
      'Line 2, column 1 (URN): "1" is not a reference of six figures.',
      'Line 2, column 2 (SCHOOLTYPE): is blank.',
      'Line 2, column 3 (NOR): "many" is not a whole number.',
      `Line 2, column 4 (PNUMEAL): "${'x'.repeat(79)}…" is not a percentage.`,
      'Line 4: the row has 3 values where there are 4 headings.',
      'Line 5: the row has 5 values where there are 4 headings.',
    ]);
  });

  test('empty cells beyond the headings, as spreadsheets leave them, are let pass', async () => {
    const file = folder.file('wide.csv', 'URN\n106973,,\n106974\n');
    const { values } = await allRead(await readRows(file, defineShape({ urn: column('URN', urn) })));
    expect(values).toEqual([{ urn: '106973' }, { urn: '106974' }]);
  });
});

describe('headings', () => {
  const problem = async (headings: string) => {
    const shape = defineShape({
      urn: column(['URN', 'urn_now'], urn),
      la: column('LA (code)', text()),
      date: columnIfThere('Date', date()),
    });
    const error = await readRows(folder.file('headings.csv', `${headings}\n`), shape).then(
      () => null,
      (error: unknown) => error,
    );
    if (error === null) return null;
    expect(error).toBeInstanceOf(UnreadableFile);
    return (error as UnreadableFile).message;
  };

  test('capitals, spaces and order do not matter, and a column may go by several names', async () => {
    expect(await problem('la  (Code) , urn')).toBeNull();
    expect(await problem('LA (code),urn_now')).toBeNull();
  });

  test('a first line of values is no line of headings, and nothing is guessed from it', async () => {
    expect(await problem('NA,373,2001,Town\n')).toBe(
      'The first line does not look like headings: it begins with "NA", "373" and "2001". Put the line of headings above it, with "URN" and "LA (code)" among them, or download the file again.',
    );
  });

  test('of two letters no guess is made', async () => {
    const shape = defineShape({ la: column('LA', integer()) });
    await expect(readRows(folder.file('na.csv', 'NA,Town\n'), shape)).rejects.toThrow(/missing: "LA"\.$/);
  });

  test('headings in the middle are one mistake, not one in every column', async () => {
    const path = folder.file('twice.csv', 'URN,LA (code)\n106973,373\n URN,LA (code)\n106974,373\n');
    const { batches } = await readRows(
      path,
      defineShape({ urn: column('URN', urn), la: column('LA (code)', integer()) }),
    );
    const rows = (await Array.fromAsync(batches)).flat();
    expect(rows.flatMap((row) => (row.ok ? [] : row.rejects.map(describeReject)))).toEqual([
      'Line 3: the headings stand here once more.',
    ]);
  });

  test('what is missing, and what was nearest', async () => {
    expect(await problem('URM,LA code,Other')).toBe(
      'The first line must hold the headings, and these are missing: "URN" (did you mean "URM"?) and "LA (code)" (did you mean "LA code"?).',
    );
    expect(await problem('LA (code),,Town')).toBe(
      'The first line must hold the headings, and this one is missing: "URN". Column 2 has no heading.',
    );
  });

  test('a heading that stands twice, unless nobody wants it', async () => {
    expect(await problem('URN,LA (code),URN')).toBe(
      'The heading "URN" stands twice, in columns 1 and 3. Remove or rename one.',
    );
    expect(await problem('URN,LA (code),Town,Town')).toBeNull();
  });
});
