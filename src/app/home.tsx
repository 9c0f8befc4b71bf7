import { sees } from '../platform/actor';
import { ButtonLink, PageHeading, Second, Section } from '../platform/ui';
import { page, type Req, redirect } from '../platform/web';
import { counted } from '../platform/words';
import { isStaff, partnershipFacts } from '../schools';
import { boughtFirst } from './homes/council';
import { ownBookings, partnerHome } from './homes/partner';
import { schoolHome } from './homes/school';
import { staffHome } from './homes/staff';
import { trustHome } from './homes/trust';

/** Where somebody lands: each at what their work asks of them; visitors at what they can do. */
export async function homePage(req: Req): Promise<Response> {
  const { actor, installation } = req;
  const school = actor?.roles.find(({ scope }) => scope.kind === 'school')?.scope.id;
  if (school) return sees(actor, `school/${school}`) ? schoolHome(req, Number(school)) : redirect(`/schools/${school}`);
  const trust = actor?.roles.find(({ scope }) => scope.kind === 'trust');
  if (trust)
    return trust.role === 'trust-leader'
      ? trustHome(req, Number(trust.scope.id))
      : redirect(`/trusts/${trust.scope.id}`);
  if (isStaff(req.actor)) return staffHome(req);
  if (sees(actor, 'partner')) return partnerHome(req);
  const first = sees(actor, 'commissioner')
    ? await boughtFirst(req)
    : sees(actor, 'associate')
      ? await ownBookings(req)
      : null;
  const partnerships = await partnershipsOf(req);
  const tasks = [
    ...partnerships.flatMap(({ id, name, schools, pupils }) => [
      {
        title: name,
        href: `/partnerships/${id}`,
        hint: `Your partnership: ${counted(schools, 'school')} with ${counted(pupils, 'pupil')}`,
      },
      {
        title: `How do the schools of ${name} do?`,
        href: `/partnerships/${id}/data`,
        hint: 'Their published results and attendance, one beside the other and beside the city',
      },
    ]),
    {
      title: 'Find a school',
      href: '/schools',
      hint: 'Facts, pupil numbers and inspections of every school in the city',
    },
    {
      title: 'How do schools do?',
      href: '/data',
      hint: 'Published results and attendance, each with its likely range: by school, partnership and sector',
    },
    {
      title: 'What would a school get, and what would it cost?',
      href: '/offer',
      hint: 'The offer, section by section, with a quote for any school',
    },
  ];
  return page(
    req,
    { title: installation.name },
    <>
      <PageHeading
        title={actor ? `Good day, ${actor.name.split(' ')[0]}` : installation.name}
        lead="A city’s schools, working as one."
      />
      {first}
      <Section title="What would you like to do?" rule={first ? 'ink' : 'petrol'}>
        <ul class="govuk-list govuk-list--spaced">
          {tasks.map(({ title, href, hint }) => (
            <li>
              <a href={href}>
                <strong>{title}</strong>
              </a>
              <Second>{hint}</Second>
            </li>
          ))}
        </ul>
      </Section>
      {installation.kind === 'demonstration' && !actor && (
        <Section
          title="This is a demonstration"
          rule="heather"
          intro="Sign in as a headteacher, a governor, an administrator or anybody else."
        >
          <ButtonLink href="/demonstration">Choose who to be</ButtonLink>
        </Section>
      )}
    </>,
  );
}

/** The partnerships for which the asker works, by name. */
async function partnershipsOf({ actor, tx }: Req) {
  const ids = (actor?.roles ?? []).flatMap(({ scope: { kind, id } }) => (kind === 'partnership' && id ? [id] : []));
  if (ids.length === 0) return [];
  const found = await tx((open) => Promise.all(ids.map((id) => partnershipFacts(open, id))));
  return found.filter((one) => one !== null).sort((one, other) => one.name.localeCompare(other.name));
}
