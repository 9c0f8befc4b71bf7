import type { Offer } from '../../offer';
import { dateBoxes, type Form, readDate } from '../../platform/web';
import type { PoolRefusal, PoolWish } from '../pools';

export interface PoolForm {
  typed: { name: string; year: string; trust: string; members: string; note: string };
  errors: Partial<Record<'name' | 'year' | 'trust' | 'members', string>>;
}

/** As far as the address fills it in. */
export const emptyPool = (offer: Offer, query: URLSearchParams): PoolForm => {
  const given = (field: string): string => (query.get(field) ?? '').slice(0, 3000);
  return {
    typed: {
      name: given('name'),
      year: given('year') || offer.year,
      trust: given('trust'),
      members: given('members'),
      note: given('note'),
    },
    errors: {},
  };
};

const mostMembers = 300;

/** The schools that mean to pool, one a line: "100001", or "100001 £150" where it puts in a part only. */
export function readPool(form: Form, offer: Offer): PoolForm & { wish: PoolWish | null } {
  const typed = {
    name: form.get('name'),
    year: form.get('year') || offer.year,
    trust: form.get('trust'),
    members: form.get('members'),
    note: form.get('note').slice(0, 1000),
  };
  const errors: PoolForm['errors'] = {};
  if (typed.name === '' || typed.name.length > 120) errors.name = 'Give the pool a name of up to 120 letters';
  if (!offer.contract.years.includes(typed.year)) errors.year = 'Choose one of the years';
  const kinds = offer.bespoke.pool.kinds;
  if (typed.trust !== '' && !/^\d{1,8}$/.test(typed.trust)) errors.trust = 'Enter the trust’s number, such as 5001';
  else if (typed.trust !== '' && !kinds.includes('trust')) errors.trust = 'Trusts have no pools in this offer';
  else if (typed.trust === '' && !kinds.includes('group'))
    errors.trust = 'Enter the number of the trust whose pool it is';
  const per = offer.units.find(({ id }) => id === offer.bespoke.credit.unit)?.perWritten ?? 1;
  const lines = typed.members.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const members = lines.map((line) => readMember(line, per));
  const wrong = members.indexOf(null);
  if (lines.length === 0) errors.members = 'Enter the schools, one number a line';
  else if (lines.length > mostMembers) errors.members = `Enter ${mostMembers} schools or fewer`;
  else if (wrong >= 0)
    errors.members = `Line ${wrong + 1}: enter a school’s number, and a part if it puts in only a part, like 100001 £150`;
  const wish =
    Object.keys(errors).length === 0
      ? {
          name: typed.name,
          year: typed.year,
          trustUid: typed.trust === '' ? null : Number(typed.trust),
          note: typed.note,
          members: members.filter((member) => member !== null),
        }
      : null;
  return { typed, errors, wish };
}

function readMember(line: string, perWritten: number): { urn: number; part: number | null } | null {
  const [, urn, part] = /^([1-9]\d{5})(?:[\s,;]+£?\s?([\d,]+(?:\.\d{1,2})?))?$/.exec(line) ?? [];
  if (!urn) return null;
  if (!part) return { urn: Number(urn), part: null };
  const units = Math.round(Number(part.replaceAll(',', '')) * perWritten * 1e6) / 1e6;
  return Number.isInteger(units) && units > 0 && units < 1e9 ? { urn: Number(urn), part: units } : null;
}

/** A refusal beside the field that can mend it. */
export function poolRefused(reason: PoolRefusal, form: PoolForm): PoolForm {
  const school = 'school' in reason ? reason.school : '';
  const words: Record<PoolRefusal['because'], string> = {
    'no-members': 'Enter the schools, one number a line',
    'no-offer': 'No offer is published yet',
    unknown: `No school has the number ${school}. Check it: each line begins with a school’s own number (URN)`,
    'not-for': `${school} is of a kind that this offer’s pools are not for. Take it out`,
    'in-another-pool': `${school} is in another pool of that year. Take it out, or have it leave the other`,
    gone: 'This pool is gone',
  };
  return { ...form, errors: { members: words[reason.because] } };
}

export interface AgreeForm {
  typed: { by: string; on: { day?: string; month?: string; year?: string } };
  errors: Partial<Record<'by' | 'on', string>>;
}

export const emptyAgreement = (today: Temporal.PlainDate): AgreeForm => ({
  typed: { by: '', on: dateBoxes(today) },
  errors: {},
});

export function readAgreement(
  form: Form,
  today: Temporal.PlainDate,
): AgreeForm & { wish: { by: string; on: Temporal.PlainDate } | null } {
  const typed = { by: form.get('by'), on: dateBoxes(form, 'on') };
  const on = readDate(form, 'on');
  const errors: AgreeForm['errors'] = {};
  if (typed.by === '' || typed.by.length > 120) errors.by = 'Enter who agreed, by name';
  if (on.kind !== 'date') errors.on = 'Enter the day on which they agreed, like 14 1 2019';
  else if (Temporal.PlainDate.compare(on.date, today) > 0) errors.on = 'Enter a day that is not in the future';
  return {
    typed,
    errors,
    wish: on.kind === 'date' && Object.keys(errors).length === 0 ? { by: typed.by, on: on.date } : null,
  };
}
