import { groupPackages } from '../../offer';
import type { Tx } from '../../platform/database';
import { dateBoxes, notFound, page, problem, type Req, type Route, redirect, route } from '../../platform/web';
import { counted } from '../../platform/words';
import { isStaff, schoolCrumbs } from '../../schools';
import { serviceName } from '../items';
import { creditLeft, type Menu, menuOf } from '../menu';
import { order, preview, type Wish } from '../order';
import { mayBook, mayReadBookings } from '../policy';
import { boughtBySchools } from '../queries';
import { bookRapid, rapidOffered } from '../rapid';
import { bookingYear } from '../year';
import { BasketPage } from './basket-page';
import { MenuPage, type MenuView } from './menu-page';
import { RapidPage } from './rapid-page';
import { type At, errorList, potsOf, readDay, schoolAt } from './shared';

export const menuRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/schools/:urn/menu',
    may: mayReadBookings,
    sample: (world) => ({
      own: { path: `/schools/${world.school}/menu` },
      other: { path: `/schools/${world.otherSchool}/menu` },
    }),
    handle: showMenu,
  }),
  route({
    method: 'GET',
    path: '/schools/:urn/menu/basket',
    may: mayBook,
    sample: (world) => ({
      own: { path: `/schools/${world.school}/menu/basket?days=4` },
      other: { path: `/schools/${world.otherSchool}/menu/basket?days=4` },
    }),
    handle: async (req) => showBasket(req, {}),
  }),
  route({
    method: 'POST',
    path: '/schools/:urn/menu/order',
    may: mayBook,
    sample: (world) => {
      const form = { once: 'sample', days: '2', invoice: '1000000' };
      return {
        own: { path: `/schools/${world.school}/menu/order`, form },
        other: { path: `/schools/${world.otherSchool}/menu/order`, form },
      };
    },
    handle: placeOrder,
  }),
  route({
    method: 'GET',
    path: '/schools/:urn/menu/rapid-response',
    may: mayBook,
    sample: (world) => ({
      own: { path: `/schools/${world.school}/menu/rapid-response` },
      other: { path: `/schools/${world.otherSchool}/menu/rapid-response` },
    }),
    handle: (req) => showRapid(req, {}),
  }),
  route({
    method: 'POST',
    path: '/schools/:urn/menu/rapid-response',
    may: mayBook,
    sample: (world) => {
      const form = { once: 'sample', 'ends-day': '1', 'ends-month': '7', 'ends-year': '2018' };
      return {
        own: { path: `/schools/${world.school}/menu/rapid-response`, form },
        other: { path: `/schools/${world.otherSchool}/menu/rapid-response`, form },
      };
    },
    handle: askRapid,
  }),
];

async function showRapid(req: Req, errors: { ends?: string }): Promise<Response> {
  const found = await req.tx(async (tx) => {
    const at = await schoolAt(tx, req);
    const year = at && (await bookingYear(tx, at.holder, null, req.clock.today()));
    return at && { at, rule: year ? rapidOffered(year.offer, req.clock.today()) : null };
  });
  if (!found) return notFound(req);
  const { at, rule } = found;
  const base = `/schools/${at.school.urn}/menu`;
  return page(
    req,
    {
      title: `Before the service starts: ${at.school.name}`,
      breadcrumbs: [...schoolCrumbs(at.school), { text: 'Menu', href: base }],
      errors: errors.ends ? [{ text: errors.ends, href: '#ends-day' }] : [],
    },
    <RapidPage
      {...at}
      rule={rule}
      once={req.form.get('once') || crypto.randomUUID()}
      typed={req.form.has('once') ? dateBoxes(req.form, 'ends') : {}}
      errors={errors}
    />,
  );
}

async function askRapid(req: Req): Promise<Response> {
  const { day, error } = readDay(req.form, 'ends');
  if (day === null) return showRapid(req, { ends: error ?? 'Enter the day on which your own service ends' });
  const made = await req.tx(async (tx) => {
    const at = await schoolAt(tx, req);
    const year = at && (await bookingYear(tx, at.holder, null, req.clock.today()));
    if (!at || !year) return null;
    return bookRapid(tx, req, year.offer, {
      key: req.form.get('once') || crypto.randomUUID(),
      urn: at.school.urn,
      holder: at.holder,
      ownServiceEnds: day,
      year,
    });
  });
  if (!made) return notFound(req);
  if (!made.ok && made.reason.because === 'started')
    return redirect(`/schools/${req.params.urn}/menu`, { notice: made.reason.words });
  if (!made.ok) return showRapid(req, { ends: made.reason.words });
  return redirect(`/schools/${req.params.urn}/bookings/${made.value.id}`, {
    notice: 'Held for you, free. The office confirms it next.',
  });
}

/** The pot that pays: the school's own credit, or a pool that it is in. */
async function potAt(tx: Tx, req: Req, at: At, value: string) {
  const menu = await menuOf(tx, req, at.holder, [at.school.urn]);
  const pots = menu ? await potsOf(tx, at, menu.year) : [];
  const pot = pots.find((one) => one.value === value) ?? pots[0];
  return { menu, pots, pot };
}

async function showMenu(req: Req): Promise<Response> {
  const found = await req.tx(async (tx) => {
    const at = await schoolAt(tx, req);
    if (!at) return null;
    const { menu: own, pots, pot } = await potAt(tx, req, at, req.query.get('pot') ?? '');
    const menu = own && pot && pot.value !== '' ? await menuOf(tx, req, pot.holder, [at.school.urn]) : own;
    if (!menu || !pot) return { at, view: null };
    const view: MenuView = {
      ...at,
      menu,
      mayBook: mayBook(req.actor, req.params),
      pots,
      pot: pot.value,
      groupPackages: await packagesOf(tx, req, at, menu),
      rapid: rapidOffered(menu.offer, req.clock.today()),
    };
    return { at, view };
  });
  if (!found) return notFound(req);
  const { at, view } = found;
  if (!view)
    return problem(
      req,
      404,
      'There is no menu yet',
      'No offer is published for this year. The partnership office publishes it.',
    );
  return page(req, { title: `Menu: ${at.school.name}`, breadcrumbs: schoolCrumbs(at.school) }, <MenuPage {...view} />);
}

/** What the school's group gets when all have bought: for those who may see what each of its schools bought. */
async function packagesOf(tx: Tx, req: Req, at: At, menu: Menu): Promise<MenuView['groupPackages']> {
  const [trust] = at.school.trusts;
  if (!trust || menu.offer.bespoke.groupPackages.length === 0) return [];
  const members = await tx
    .selectFrom('schools.current_trust_membership as m')
    .innerJoin('schools.current_school as s', 's.urn', 'm.urn')
    .select(['s.urn', 's.name', 's.open'])
    .where('m.uid', '=', Number(trust.id))
    .execute();
  const all = isStaff(req.actor) || members.every(({ urn }) => mayReadBookings(req.actor, { urn: String(urn) }));
  if (!all || members.length === 0) return [];
  const bought = await boughtBySchools(
    tx,
    members.map(({ urn }) => urn),
    menu.year,
  );
  const subscribed = new Map(menu.schools.map(({ urn, known }) => [urn, known.subscribed === true]));
  const got = groupPackages(
    menu.offer,
    members.map(({ urn, open }) => ({
      open,
      subscribed: subscribed.get(urn) ?? bought.has(urn),
      services: [...(bought.get(urn)?.keys() ?? [])],
    })),
  );
  return menu.offer.bespoke.groupPackages.map(({ id, name, contains, needs }) => ({
    name,
    contains,
    needs: serviceName(menu.offer, needs),
    got: got.includes(id),
    waitsFor: members.filter(({ urn, open }) => open && !bought.get(urn)?.has(needs)).map((member) => member.name),
  }));
}

/** What the address or the form chose, as wishes. */
function wishesOf(
  at: At,
  holder: Wish['holder'],
  chosen: { days: string; services: readonly string[]; once: string },
  menu: Menu,
): Wish[] {
  const timed = menu.offer.bespoke.services.find(({ price }) => price === 'day-rate');
  const quarterDays = /^\d{1,3}$/.test(chosen.days) ? Number(chosen.days) : 0;
  const base = { holder, forSchools: [at.school.urn] };
  return [
    ...(timed && quarterDays > 0
      ? [{ ...base, key: `${chosen.once}/time`, item: { service: timed.id, quarterDays } }]
      : []),
    ...[...new Set(chosen.services)].map((service) => ({
      ...base,
      key: `${chosen.once}/${service}`,
      item: { service },
    })),
  ];
}

async function showBasket(req: Req, errors: { day?: string }, words?: string): Promise<Response> {
  const posted = req.form.has('once');
  const read = (name: string) => (posted ? req.form.get(name) : (req.query.get(name) ?? ''));
  const services = posted ? req.form.all('service') : req.query.getAll('service');
  const chosen = { days: read('days'), services, once: posted ? req.form.get('once') : crypto.randomUUID() };
  const found = await req.tx(async (tx) => {
    const at = await schoolAt(tx, req);
    if (!at) return null;
    const { menu, pot } = await potAt(tx, req, at, read('pot'));
    if (!menu || !pot) return null;
    const wishes = wishesOf(at, pot.holder, chosen, menu);
    const seen = wishes.length > 0 ? await preview(tx, req, wishes) : null;
    return { at, pot, seen, left: await creditLeft(tx, req, pot.holder) };
  });
  if (!found) return notFound(req);
  const { at, pot, seen, left } = found;
  const base = `/schools/${at.school.urn}/menu`;
  if (!seen?.ok)
    return page(
      req,
      {
        title: 'This cannot be ordered so',
        breadcrumbs: [...schoolCrumbs(at.school), { text: 'Menu', href: base }],
        status: 422,
      },
      <>
        <h1>This cannot be ordered so</h1>
        <p>{seen ? seen.reason.words : 'Nothing was chosen. Go back to the menu and choose what you would like.'}</p>
        <p>
          <a href={base}>Back to the menu</a>
        </p>
      </>,
    );
  const list = [...errorList(errors), ...(words ? [{ text: words, href: '#notes' }] : [])];
  return page(
    req,
    {
      title: `Your order: ${at.school.name}`,
      breadcrumbs: [...schoolCrumbs(at.school), { text: 'Menu', href: base }],
      errors: list,
    },
    <BasketPage
      {...at}
      preview={seen.value}
      chosen={[['days', chosen.days], ['pot', pot.value], ...services.map((one) => ['service', one] as const)]}
      payer={pot.value === '' ? 'your credit' : pot.text.replace('The', 'the')}
      left={left}
      once={chosen.once}
      typed={{ day: posted ? dateBoxes(req.form, 'day') : {}, notes: posted ? req.form.get('notes') : '' }}
      errors={errors}
    />,
  );
}

async function placeOrder(req: Req): Promise<Response> {
  const { day, error } = readDay(req.form, 'day');
  if (error) return showBasket(req, { day: error });
  const invoice = /^\d{1,9}$/.test(req.form.get('invoice')) ? Number(req.form.get('invoice')) : 0;
  const made = await req.tx(async (tx) => {
    const at = await schoolAt(tx, req);
    if (!at) return null;
    const { menu, pot } = await potAt(tx, req, at, req.form.get('pot'));
    if (!menu || !pot) return null;
    const wishes = wishesOf(
      at,
      pot.holder,
      {
        days: req.form.get('days'),
        services: req.form.all('service'),
        once: req.form.get('once') || crypto.randomUUID(),
      },
      menu,
    );
    return order(
      tx,
      req,
      wishes.map((wish) => ({ ...wish, day, notes: req.form.get('notes'), invoiceUpTo: invoice })),
    );
  });
  if (!made) return notFound(req);
  if (!made.ok) return showBasket(req, {}, made.reason.words);
  return redirect(`/schools/${req.params.urn}/bookings`, {
    notice: `${counted(made.value.length, 'booking')} held. The office confirms ${made.value.length === 1 ? 'it' : 'them'} next.`,
  });
}
