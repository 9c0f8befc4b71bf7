import { describe, expect, it } from 'vitest';
import { type Candidate, successionOf } from './succession-rules';

const before: Candidate = {
  urn: 100001,
  name: 'Hill Primary School',
  la: 801,
  number: 2001,
  postcode: 'S1 1AA',
  typeName: 'Community school',
  status: 'maintained',
  open: true,
  opened: null,
  closed: null,
  inNewer: false,
  seen: '2018-08-31',
};
const after: Candidate = {
  ...before,
  urn: 140001,
  typeName: 'Academy converter',
  status: 'academy',
  opened: '2019-09-01',
  inNewer: true,
  seen: '2022-08-01',
};
const pair = (a: Partial<Candidate>, b: Partial<Candidate>) => {
  const found = successionOf({ ...before, ...a }, { ...after, ...b });
  return found && `${found.predecessor} ${found.successor} ${found.kind}`;
};

describe('one school in the place of another', () => {
  it('the same number, whichever is asked about first', () => {
    expect(pair({}, {})).toBe('100001 140001 conversion');
    expect(successionOf(after, before)).toEqual(successionOf(before, after));
  });

  it('another number, the same name and place: a sponsor came in, or the trust changed', () => {
    expect(pair({ number: 2002, name: 'Hill Primary School' }, { name: 'The Hill Primary Academy' })).toBe(
      '100001 140001 conversion',
    );
    expect(pair({ number: 2002, status: 'academy' }, {})).toBe('100001 140001 other');
  });

  it.each<[string, Partial<Candidate>, Partial<Candidate>]>([
    ['another authority', { la: 802 }, {}],
    ['another number, and another place', { number: 2002, postcode: 'S1 1AB' }, {}],
    [
      'another number, and another name at the same place',
      { number: 2002, name: 'Hill Infant School' },
      { name: 'Hill Junior School' },
    ],
    ['both in the file, both open', { inNewer: true }, {}],
    ['closed long before the other opened', { closed: '2001-08-31', open: false }, {}],
    ['seen open after the other had opened', { seen: '2019-10-01' }, {}],
    ['nobody knows when the other opened', {}, { opened: null }],
    ['no place is no likeness', { number: null, postcode: null }, { number: null, postcode: null }],
  ])('not: %s', (_, a, b) => {
    expect(pair(a, b)).toBeNull();
  });

  it('closed in the same file, a summer before the other opened', () => {
    expect(pair({ inNewer: true, open: false, closed: '2019-08-31' }, {})).toBe('100001 140001 conversion');
  });
});
