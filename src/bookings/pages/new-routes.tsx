import { type Account, accountsOf } from '../../entitlements';
import { eligibility } from '../../offer';
import type { Tx } from '../../platform/database';
import { notFound, page, problem, type Req, type Route, redirect, route } from '../../platform/web';
import { schoolCrumbs } from '../../schools';
import { knownSchools, standingAt } from '../eligible';
import { type Item, priceItem, rulesToChoose, serviceName, stepOf, unitOf } from '../items';
import { order, type Wish } from '../order';
import { mayBook } from '../policy';
import { elementName, unitsWords } from '../words';
import { bookingYear } from '../year';
import { ChoosePage, NewPage, type NewView } from './new-page';
import { type At, errorList, potsOf, readDay, schoolAt } from './shared';

export const newRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/schools/:urn/bookings/new',
    may: mayBook,
    sample: (world) => ({
      own: { path: `/schools/${world.school}/bookings/new` },
      other: { path: `/schools/${world.otherSchool}/bookings/new` },
    }),
    handle: showNew,
  }),
  route({
    method: 'POST',
    path: '/schools/:urn/bookings',
    may: mayBook,
    sample: (world) => {
      const form = { once: 'sample', element: world.owedElement, units: '2' };
      return {
        own: { path: `/schools/${world.school}/bookings`, form },
        other: { path: `/schools/${world.otherSchool}/bookings`, form },
      };
    },
    handle: makeBooking,
  }),
];

type Asked = { element: string; rule?: string } | { service: string } | { review: string; tier: string };

/** What the address or the form says is to be booked. */
function askedFor(read: (name: string) => string): Asked | null {
  if (read('element') !== '') return { element: read('element'), ...(read('rule') && { rule: read('rule') }) };
  if (read('review') !== '') return { review: read('review'), tier: read('tier') };
  return read('service') === '' ? null : { service: read('service') };
}

const itemOf = (asked: Asked, units: number): Item =>
  'element' in asked
    ? { ...asked, units }
    : 'service' in asked
      ? { service: asked.service, quarterDays: units }
      : asked;

async function showNew(req: Req): Promise<Response> {
  const asked = askedFor((name) => req.query.get(name) ?? '');
  const form = asked && (await showForm(req, asked, {}, crypto.randomUUID()));
  return form ?? showChoice(req, asked && 'element' in asked ? asked.element : null);
}

/** All that can be booked, or the kinds of one element. */
async function showChoice(req: Req, only: string | null): Promise<Response> {
  const found = await req.tx(async (tx) => {
    const at = await schoolAt(tx, req);
    const year = at && (await bookingYear(tx, at.holder, null, req.clock.today()));
    if (!at || !year) return at && { at, view: null };
    const { offer, countsOn } = year;
    const accounts = await accountsOf(tx, [at.holder], { year: year.year });
    const [known] = await knownSchools(tx, [at.school.urn], countsOn);
    const owed = accounts.filter(
      ({ element, occasion, unlimited, per, left, starts, ends }) =>
        element !== offer.bespoke.credit.id &&
        (only === null || element === only) &&
        occasion === null &&
        (unlimited || per === 'event' || left > 0) &&
        Temporal.PlainDate.compare(starts, countsOn) <= 0 &&
        Temporal.PlainDate.compare(countsOn, ends) <= 0,
    );
    const kinds = new Map(offer.elements.map((element) => [element.id, rulesToChoose(element).length > 0]));
    const same = (a: Account, b: Account) => a.element === b.element && (!kinds.get(a.element) || a.rule === b.rule);
    const once = owed
      .filter((one, i) => owed.findIndex((other) => same(other, one)) === i)
      .map((account) => ({ account, rule: kinds.get(account.element) ? account.rule : null }))
      // What runs out first, what never does last.
      .toSorted((a, b) => patience(a.account) - patience(b.account));
    const onRequest =
      only !== null
        ? []
        : offer.elements.flatMap(({ id, name, eligibility: line, grants }) => {
            if (!known || grants.length === 0 || accounts.some(({ element }) => element === id)) return [];
            const { answer, words } = eligibility(offer, line, known.known);
            if (answer === 'on-request') return [{ id, name, words: words ?? 'on request' }];
            return answer === 'priced' && grants.some(({ per }) => per !== 'event')
              ? [{ id, name, words: 'by quote' }]
              : [];
          });
    return { at, view: { ...at, offer, owed: once, onRequest } };
  });
  if (!found) return notFound(req);
  if (!found.view)
    return problem(
      req,
      404,
      'Nothing can be booked yet',
      'No offer is published for this year. The partnership office publishes it.',
    );
  return page(
    req,
    { title: `Book: ${found.at.school.name}`, breadcrumbs: crumbs(found.at) },
    <ChoosePage {...found.view} />,
  );
}

const patience = ({ unlimited, per }: Account): number => (unlimited ? 2 : per === 'event' ? 1 : 0);

async function showForm(
  req: Req,
  asked: Asked,
  errors: Partial<Record<string, string>>,
  once: string,
  words?: string,
): Promise<Response | null> {
  const found = await req.tx(async (tx) => {
    const at = await schoolAt(tx, req);
    return at && { at, view: await formView(tx, req, at, asked) };
  });
  if (!found?.view) return notFound(req);
  if (found.view === 'choose') return null;
  const { at, view } = found;
  const pot = req.form.get('pot') || (req.query.get('pot') ?? '');
  return page(
    req,
    {
      title: `${view.title}: ${at.school.name}`,
      breadcrumbs: crumbs(at),
      errors: [...errorList(errors), ...(words ? [{ text: words, href: '#notes' }] : [])],
    },
    <NewPage {...at} {...view} once={once} pot={pot} typed={req.form.entries()} errors={errors} />,
  );
}

const crumbs = ({ school }: At) => [
  ...schoolCrumbs(school),
  { text: 'Bookings', href: `/schools/${school.urn}/bookings` },
];

async function formView(
  tx: Tx,
  req: Req,
  at: At,
  asked: Asked,
): Promise<Omit<NewView, keyof At | 'once' | 'pot' | 'typed' | 'errors' | 'school' | 'tabs'> | 'choose' | null> {
  const year = await bookingYear(tx, at.holder, null, req.clock.today());
  if (!year) return null;
  const { offer, countsOn } = year;
  if (!('element' in asked)) {
    const priced = priceItem(offer, itemOf(asked, 4));
    if (!priced.ok || priced.value.price !== 'quote') return null;
    return {
      offer,
      item: Object.entries(asked),
      title: 'review' in asked ? priced.value.what : serviceName(offer, asked.service),
      lead: 'Say what you have in mind. The office answers with a price, which you accept or leave.',
      kinds: priced.value.element.kinds,
      amount: { how: 'none' },
      perEvent: false,
      asks: true,
    };
  }
  const element = offer.elements.find(({ id }) => id === asked.element);
  const rule = element?.grants.find(({ id }) => id === asked.rule);
  if (!element || (asked.rule !== undefined && !rule)) return null;
  if (!rule && rulesToChoose(element).length > 0) return 'choose';
  const standing = await standingAt(tx, offer, element.id, [at.school.urn], countsOn);
  const accounts = (await accountsOf(tx, [at.holder], { year: year.year, element: element.id })).filter(
    (one) => one.occasion === null && (!rule || one.rule === rule.id),
  );
  const [account] = accounts;
  const unit = account?.unit ?? unitOf(offer, element);
  const known = offer.units.find(({ id }) => id === unit);
  const left = accounts.reduce((n, one) => n + one.left, 0);
  const perEvent = account?.per === 'event';
  const unlimited = accounts.some((one) => one.unlimited);
  return {
    offer,
    item: [['element', element.id], ...(rule ? [['rule', rule.id] as const] : [])],
    title: elementName(offer, element.id),
    lead:
      standing.refusal?.words ??
      (standing.answer !== 'included'
        ? 'Say what you need. The office answers.'
        : perEvent
          ? `${unlimited ? 'Any number' : unitsWords(offer, unit, account?.owed ?? 0)} for each event.`
          : unlimited
            ? 'As often as you need it.'
            : `${left === 0 ? 'Nothing' : unitsWords(offer, unit, left)} is left this year.`),
    kinds: element.kinds,
    amount:
      known?.counts === 'time'
        ? { how: 'time', step: stepOf(element), most: Math.max(left, stepOf(element)) }
        : known?.many === known?.one || standing.answer !== 'included'
          ? { how: 'none' }
          : { how: 'number', unit: known?.many ?? unit },
    perEvent,
    asks: standing.answer !== 'included',
  };
}

async function makeBooking(req: Req): Promise<Response> {
  const { form } = req;
  const asked = askedFor((name) => form.get(name));
  if (!asked) return notFound(req);
  const once = form.get('once') || crypto.randomUUID();
  const { day, error } = readDay(form, 'day');
  const typed = form.get('units');
  const errors: Partial<Record<string, string>> = {};
  if (error) errors.day = error;
  if (typed !== '' && !/^[1-9]\d{0,3}$/.test(typed)) errors.units = 'Enter a whole number, such as 2';
  const again = async (faults: typeof errors, words?: string) =>
    (await showForm(req, asked, faults, once, words)) ?? showChoice(req, 'element' in asked ? asked.element : null);
  if (Object.keys(errors).length > 0) return again(errors);
  const made = await req.tx(async (tx) => {
    const at = await schoolAt(tx, req);
    const year = at && (await bookingYear(tx, at.holder, day, req.clock.today()));
    if (!at || !year) return null;
    const pots = await potsOf(tx, at, year.year);
    const pot = ('element' in asked ? undefined : pots.find(({ value }) => value === form.get('pot'))) ?? pots[0];
    const wish: Wish = {
      key: once,
      holder: pot?.holder ?? at.holder,
      forSchools: [at.school.urn],
      item: itemOf(asked, typed === '' ? 1 : Number(typed)),
      day,
      notes: form.get('notes'),
      kind: form.get('kind'),
      occasion: form.get('occasion') || null,
    };
    return order(tx, req, [wish]);
  });
  if (!made) return notFound(req);
  if (!made.ok)
    return made.reason.because === 'occasion' ? again({ occasion: made.reason.words }) : again({}, made.reason.words);
  const [booking] = made.value;
  return redirect(`/schools/${req.params.urn}/bookings/${booking?.id}`, {
    notice: booking?.heldAt
      ? 'Held for you. The office confirms it next.'
      : 'Asked for. The office answers with a price.',
  });
}
