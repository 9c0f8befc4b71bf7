import { notFound, type Req, type Route, redirect, route } from '../../platform/web';
import { date } from '../../platform/words';
import { peopleOf } from '../people';
import { EndFields, NameFields } from './form-pages';
import { type EndForm, endFormOf, endRefused, faults, nameFault, readEnd } from './forms';
import { isAfter, isLastManager } from './list';
import { placePage } from './place-page';
import { type Place, placeOf } from './places';
import { mayManageEverybody, mayManagePeople, mayManageSomebody } from './policy';
import { type RoleHeld, roleHeld } from './queries';
import { changeRoleEnd, heldOnce, renamePerson } from './service';

/** One page changes any role: whether it is the asker's to change shows when the role is known, and what is not theirs is not found. */
export const roleRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/people/roles/:held',
    may: mayManageSomebody,
    sample: (world) => ({
      own: { path: `/people/roles/${world.roleHeld}` },
      other: { path: `/people/roles/${world.otherRoleHeld}` },
    }),
    handle: withRole((req, held, place) => rolePage(req, held, place, endFormOf(held))),
  }),
  route({
    method: 'POST',
    path: '/people/roles/:held',
    may: mayManageSomebody,
    sample: (world) => {
      const form = { how: 'day', 'last-day': '31', 'last-month': '8', 'last-year': '2030' };
      return {
        own: { path: `/people/roles/${world.roleHeld}`, form },
        other: { path: `/people/roles/${world.otherRoleHeld}`, form },
      };
    },
    handle: withRole((req, held, place) => saveRole(req, held, place)),
  }),
  route({
    method: 'POST',
    path: '/people/roles/:held/name',
    may: mayManageEverybody,
    sample: (world) => ({
      own: { path: `/people/roles/${world.roleHeld}/name`, form: { name: 'Another Name' } },
      other: { path: `/people/roles/${world.otherRoleHeld}/name`, form: { name: 'Another Name' } },
    }),
    handle: withRole(saveName),
  }),
];

function withRole(work: (req: Req, held: RoleHeld, place: Place) => Promise<Response>) {
  return async (req: Req): Promise<Response> => {
    const found = await req.tx(async (tx) => {
      const held = await roleHeld(tx, req.params.held ?? '');
      const place =
        held && mayManagePeople(req.actor, held.scope) ? await placeOf(tx, held.scope, req.installation) : null;
      return held && place && { held, place };
    });
    return found ? work(req, found.held, found.place) : notFound(req);
  };
}

async function rolePage(
  req: Req,
  held: RoleHeld,
  place: Place,
  form: EndForm,
  named: { typed: string; error?: string | undefined } = { typed: held.name },
): Promise<Response> {
  const here = await req.tx((tx) => peopleOf(tx, held.scope));
  const today = req.clock.today();
  return placePage(
    req,
    place,
    {
      title: 'Change a role',
      errors: faults({ ...form.errors, ...(named.error ? { name: named.error } : {}) }),
      below: true,
    },
    <>
      <EndFields
        held={held}
        place={place.name}
        own={held.personId === req.actor?.personId}
        last={isLastManager(held, here, today)}
        today={today}
        back={place.people}
        {...form}
      />
      <NameFields held={held} may={mayManageEverybody(req.actor)} {...named} />
    </>,
  );
}

async function saveName(req: Req, held: RoleHeld, place: Place): Promise<Response> {
  const name = req.form.get('name').replace(/\s+/g, ' ');
  const error = nameFault(name);
  if (error) return rolePage(req, held, place, endFormOf(held), { typed: req.form.get('name'), error });
  const renamed = await req.tx((tx) => renamePerson(tx, req, held.personId, name));
  if (!renamed.ok) return notFound(req);
  const { before } = renamed.value;
  return redirect(place.people, {
    notice: before === name ? `${name} keeps that name.` : `${before} is called ${name} from now on, everywhere.`,
  });
}

async function saveRole(req: Req, held: RoleHeld, place: Place): Promise<Response> {
  const { ends, ...form } = readEnd(req.form, held, req.clock.today());
  if (ends === undefined) return rolePage(req, held, place, form);
  const changed = await heldOnce(req.tx((tx) => changeRoleEnd(tx, req, held.roleHeldId, ends)));
  if (!changed.ok) return rolePage(req, held, place, endRefused(changed.reason, form, held));
  const own = held.personId === req.actor?.personId && ends?.equals(req.clock.today());
  return redirect(own ? '/' : place.people, { notice: endedWords(held, ends, req.clock.today()) });
}

function endedWords(held: RoleHeld, ends: Temporal.PlainDate | null, today: Temporal.PlainDate): string {
  if (!ends) return `${held.name} stays ${held.title}, without an end.`;
  if (isAfter(held.starts, today)) return `${held.name} does not become ${held.title}.`;
  if (!isAfter(ends, today)) return `${held.name} is no longer ${held.title}.`;
  return `${held.name} is ${held.title} until ${date(ends.subtract({ days: 1 }))}.`;
}
