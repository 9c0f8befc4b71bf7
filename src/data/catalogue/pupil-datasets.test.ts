import { expect, it } from 'vitest';
import { datasets } from './catalogue';
import { codesOf, keptFields, pupilDatasets, schoolHeadings, yearHeadings } from './pupil-datasets';

it('every dataset has an id of its own, and a pupil number that a file must have', () => {
  const ids = [...datasets, ...pupilDatasets].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(pupilDatasets.length).toBe(13);
  for (const { fields } of pupilDatasets) expect(fields.upn).toMatchObject({ kind: 'upn', required: true });
});

it('what a dataset names are its fields', () => {
  for (const one of pupilDatasets) {
    const names = Object.keys(one.fields);
    expect(names).toEqual(expect.arrayContaining([...one.forms.flat(), ...one.rules.map(({ at }) => at)]));
    expect(keptFields(one)).toEqual(expect.arrayContaining(one.key));
  }
});

it('a heading leads to one field, beside what counts where another is blank; none is that of a school or a year', () => {
  const plain = (heading: string) => heading.toLowerCase();
  const others = [...Object.values(schoolHeadings).flat(), ...yearHeadings].map(plain);
  for (const { id, fields } of pupilDatasets) {
    const all = Object.values(fields).flatMap(({ headings }) => headings.map(plain));
    expect({ id, twice: all.filter((one, n) => all.indexOf(one) !== n) }).toEqual({ id, twice: [] });
    expect({ id, taken: all.filter((one) => others.includes(one)) }).toEqual({ id, taken: [] });
  }
});

it('no two codes of a field are written the same, and those of an official list are of the year', () => {
  for (const { fields } of pupilDatasets)
    for (const field of Object.values(fields)) {
      const written = Object.entries(codesOf(field, 2017).codes).flatMap(([code, more]) => [
        ...new Set([code.toLowerCase(), ...more]),
      ]);
      expect(new Set(written).size).toBe(written.length);
      expect(written).toEqual(written.map((one) => one.toLowerCase()));
    }
  const mark = pupilDatasets.find(({ id }) => id === 'attendance-marks')!.fields.mark!;
  expect(Object.keys(codesOf(mark, 2017).codes)).toContain('J');
  expect(Object.keys(codesOf(mark, 2024).codes)).toContain('J1');
});
