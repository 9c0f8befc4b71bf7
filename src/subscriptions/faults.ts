import type { Option } from '../platform/ui';
import type { Choices, FilterName } from './school-list';
import { unpackUrns } from './urn-list';
import { readShare, shareOrders } from './what-if';

/** What is wrong with an address, by its part; where that is a field of the form the field says so. */
export type Faults = Partial<Record<string, string>>;

/** A choice that no school here answers: left out it would stand for every school, and look like an answer. */
export function filterFaults(query: URLSearchParams, choices: Choices): Faults {
  const none = { value: 'none', text: '' };
  const of: Record<FilterName, readonly Option[]> = {
    sector: choices.sectors,
    status: choices.statuses,
    partnership: choices.partnerships,
    trust: [none, ...choices.trusts],
  };
  return wrong(
    Object.entries(of).map(([name, options]) => [
      name,
      options.some(({ value }) => value === asked(query, name)),
      `No school here has the ${name} “${short(asked(query, name))}”. Choose another, or ${name === 'trust' ? 'Any or none' : 'Any'}`,
    ]),
    query,
  );
}

/** The names that an address of a what-if is made of; `ticked` and `urn` come from the list of boxes. */
const parts = 'nobody sector status partnership trust share order lot also not later ticked urn'.split(' ');

/** The same for a what-if, whose address holds a whole choice: a part that cannot be read makes it another one. */
export function whatIfFaults(query: URLSearchParams, choices: Choices): Faults {
  const is = (name: string, pattern: RegExp) => pattern.test(asked(query, name));
  const urns = (name: string) => unpackUrns(asked(query, name)).length > 0;
  const link = (name: string) =>
    `“${name}=${short(asked(query, name))}” in the address cannot be read. Leave it out, and choose here`;
  return {
    ...filterFaults(query, choices),
    ...wrong(
      [
        ['share', readShare(asked(query, 'share')) !== null, 'Write a share from 0 to 100, such as 61 or 61.5'],
        ['order', shareOrders.some((order) => order === asked(query, 'order')), 'Choose how a share is taken'],
        ['lot', is('lot', /^\d{1,6}$/), link('lot')],
        ['also', urns('also'), link('also')],
        ['not', urns('not'), link('not')],
        ['later', is('later', /^(planned|same)$/), link('later')],
        ['nobody', is('nobody', /^1$/), link('nobody')],
        ...[...new Set(query.keys())]
          .filter((name) => !parts.includes(name))
          .map((name): Checked => [name, false, link(name)]),
      ],
      query,
    ),
  };
}

/** A part, whether what it asks can be answered, and what to do where it cannot. */
type Checked = [name: string, good: boolean, words: string];

const wrong = (checked: Checked[], query: URLSearchParams): Faults =>
  Object.fromEntries(checked.flatMap(([name, good, words]) => (asked(query, name) && !good ? [[name, words]] : [])));

const asked = (query: URLSearchParams, name: string): string => (query.get(name) ?? '').trim();

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40).toWellFormed()}…` : text);

const fields = ['sector', 'status', 'partnership', 'trust', 'share', 'order'];

/** For the summary of a page; what has no field of its own leads to the share. */
export const summaryOf = (faults: Faults): { text: string; href: string }[] =>
  Object.entries(faults).map(([name, text = '']) => ({
    text,
    href: `#${fields.includes(name) ? name : 'share'}`,
  }));
