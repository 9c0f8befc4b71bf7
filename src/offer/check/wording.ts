import type { z } from 'zod';
import type { Kind } from '../schema/known';
import type { Path } from './place';

/** What the schema found, said so that a person who has never seen a schema can mend it. */

type Issue = z.core.$ZodIssue;
interface Said {
  path: Path;
  message: string;
  key?: string;
  /** The mistake is a name that the file does not declare, of this kind. */
  names?: Kind;
}

const expected: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of lines, each with a name and a colon',
  record: 'a group of lines, each with a name and a colon',
};

export function inPlainEnglish(issue: Issue): Said[] {
  const path = issue.path;
  const last = String(path.at(-1) ?? 'the file');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path,
        key,
        message: key.includes(' ')
          ? `"${key}" means nothing here. If it is part of a text that holds a comma or a colon, put the text in quotation marks.`
          : /^\d+$/.test(key)
            ? `"${key}" means nothing here. A comma stands between two lines: write a number without one, such as 1500.`
            : `"${key}" means nothing here. Check its spelling, or take the line out.`,
      }));
    case 'invalid_type': {
      const wanted = expected[issue.expected] ?? issue.expected;
      if (issue.input === undefined)
        return [
          { path, message: `"${last}" is missing. ${written(issue) ? issue.message : `Add it here: ${wanted}.`}` },
        ];
      if (written(issue)) return [{ path, message: issue.message }];
      return [{ path, message: `"${last}" should be ${wanted}, and is ${described(issue.input)}.` }];
    }
    case 'invalid_value': {
      if (written(issue)) return [{ path, message: issue.message }];
      const choice = `${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
      if (issue.input === undefined)
        return [
          {
            path,
            message: `"${last}" is missing. Add it here, as ${choice}.`,
          },
        ];
      if (typeof issue.input === 'object')
        return [{ path, message: `"${last}" should be ${choice}, and is ${described(issue.input)}.` }];
      return [
        {
          path,
          message: `"${String(issue.input)}" will not do for "${last}". Write ${choice}.`,
        },
      ];
    }
    case 'invalid_union':
      return union(issue);
    case 'too_small':
      if (written(issue)) return [{ path, message: issue.message }];
      return [
        {
          path,
          message:
            issue.origin === 'array'
              ? `"${last}" is an empty list. Write at least ${issue.minimum}.`
              : `"${last}" should be ${issue.minimum} or more.`,
        },
      ];
    case 'too_big':
      if (written(issue)) return [{ path, message: issue.message }];
      return [{ path, message: `"${last}" should be ${issue.maximum} or less.` }];
    case 'custom':
      return [{ path, message: issue.message, ...(issue.params?.names && { names: issue.params.names }) }];
    default:
      return [{ path, message: issue.message }];
  }
}

/**
 * Of several shapes, the one that was nearly met says most: where it complains about something deeper than the whole,
 * its complaints are shown. Otherwise the message says which shapes there are.
 */
function union(issue: Extract<Issue, { code: 'invalid_union' }>): Said[] {
  const path = issue.path;
  if (issue.input === undefined)
    return [
      { path, message: `"${String(path.at(-1))}" is missing. ${written(issue) ? issue.message : 'Add it here.'}` },
    ];
  const deeper = issue.errors.filter(
    (faults) => faults.length > 0 && faults.every((fault) => fault.path.length > 0 || fault.code === 'custom'),
  );
  const nearest = deeper[0];
  if (nearest) return nearest.flatMap((fault) => inPlainEnglish({ ...fault, path: [...path, ...fault.path] } as Issue));
  if ('discriminator' in issue && issue.discriminator)
    return [
      {
        path,
        message: `"${issue.discriminator}" says which kind of thing this is, and is missing or misspelt. Mend it.`,
      },
    ];
  return [{ path, message: issue.message }];
}

/** True where the schema carries a message of our own. The library's own ones all begin so. */
const written = (issue: Issue): boolean => !/^(Invalid|Too (small|big)|Expected|Unrecognized)/.test(issue.message);

function described(input: unknown): string {
  if (input === null) return 'empty';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a group of lines';
  return typeof input === 'string' ? `the text "${input}"` : String(input);
}
