import { UnreadableFile } from '../../platform/reading';
import { listed } from '../../platform/words';
import {
  type PupilDataset,
  type PupilField,
  pupilDatasets,
  schoolHeadings,
  yearHeadings,
} from '../catalogue/pupil-datasets';

/** A field that the file has, and the places of its columns from 0: the second counts where the first is blank. */
export interface FoundField {
  name: string;
  field: PupilField;
  at: number;
  instead: number | null;
}

/** How a file of pupils is read. */
export interface PupilPlan {
  dataset: PupilDataset;
  headings: readonly string[];
  /** Those of the dataset that the file has, in the catalogue's order. */
  fields: readonly FoundField[];
  /** Those that it lacks: null on every row. */
  lacking: readonly [name: string, field: PupilField][];
  school: { urn: number | null; laestab: number | null; la: number | null; establishment: number | null };
  year: number | null;
  /** Headings that nothing uses. They are listed, and not kept: no more of a pupil than is needed. */
  unknown: string[];
}

/**
 * Finds a dataset's fields among a file's headings, wherever they stand. Capitals and spaces do not matter.
 * @throws UnreadableFile when a field that is required is missing, or a heading that is used stands twice. It says which dataset the file looks like.
 */
export function pupilPlanOf(dataset: PupilDataset, headings: readonly string[]): PupilPlan {
  const found = look(dataset, headings);
  if (found.missing.length > 0) {
    const others = pupilDatasets.filter((one) => one !== dataset && looksLike(one, headings));
    const looks =
      others.length > 0
        ? ` It looks like ${listed(
            others.map(({ called }) => called),
            'or',
          )}: bring it as such.`
        : ' Choose another file, or rename its headings.';
    throw new UnreadableFile(
      'headings',
      `This is not ${dataset.called} as we know it. It has no column ${listed(found.missing.map((heading) => `"${heading}"`))}.${looks}`,
      1,
    );
  }
  for (const at of found.used) {
    const twice = headings.flatMap((heading, place) => (plain(heading) === plain(headings[at] ?? '') ? [place] : []));
    if (twice.length > 1)
      throw new UnreadableFile(
        'headings',
        `The heading "${headings[at]}" stands twice, in columns ${listed(twice.map((place) => String(place + 1)))}. Take one of them out, then choose the file again.`,
        1,
      );
  }
  const { missing: _, used, ...plan } = found;
  return { ...plan, unknown: headings.filter((heading, at) => !used.has(at) && heading !== '') };
}

/** It has all that the dataset needs, and of what the dataset tells something: a pupil's number and name alone stand in every file. */
function looksLike(dataset: PupilDataset, headings: readonly string[]): boolean {
  const { missing, fields } = look(dataset, headings);
  return missing.length === 0 && fields.some(({ name, field }) => name !== 'upn' && (field.required || !who.has(name)));
}

const who = new Set(['surname', 'forename', 'born', 'sex', 'year_group']);

const plain = (heading: string): string => heading.trim().replace(/\s+/g, ' ').toLowerCase();

function look(dataset: PupilDataset, headings: readonly string[]) {
  const places = new Map(headings.map((heading, at) => [plain(heading), at] as const).reverse());
  const place = (names: readonly string[]): number | null => {
    for (const name of names) {
      const at = places.get(plain(name));
      if (at !== undefined) return at;
    }
    return null;
  };
  const all = Object.entries(dataset.fields);
  const fields = all.flatMap(([name, field]): FoundField[] => {
    const [first, second] = [place(field.headings), place(field.instead)];
    const at = first ?? second;
    return at === null ? [] : [{ name, field, at, instead: first === null ? null : second }];
  });
  const has = new Set(fields.map(({ name }) => name));
  const lacking = all.filter(([name]) => !has.has(name));
  const school = {
    urn: place(schoolHeadings.urn),
    laestab: place(schoolHeadings.laestab),
    la: place(schoolHeadings.la),
    establishment: place(schoolHeadings.establishment),
  };
  const year = place(yearHeadings);
  const says = school.urn ?? school.laestab ?? (school.la === null ? null : school.establishment);
  const form = dataset.forms.length === 0 || dataset.forms.some((names) => names.every((name) => has.has(name)));
  const missing = [
    ...(says === null ? [schoolHeadings.urn[0]] : []),
    ...lacking.flatMap(([, field]) => (field.required ? [field.headings[0] ?? ''] : [])),
    ...(form
      ? []
      : (dataset.forms[0] ?? []).flatMap((name) => (has.has(name) ? [] : [dataset.fields[name]?.headings[0] ?? '']))),
  ];
  const used = new Set(
    [...fields.flatMap(({ at, instead }) => [at, instead]), ...Object.values(school), year].filter((at) => at !== null),
  );
  return { dataset, headings, fields, lacking, school, year, missing, used };
}
