import { sees } from '../platform/actor';
import { ButtonLink, PageHeading, Second, Section } from '../platform/ui';
import { page, type Req, redirect } from '../platform/web';
import { isStaff } from '../schools';

/** Where somebody lands: a school's people at their school, a trust's at their trust, staff and visitors at what they can do. */
export async function homePage(req: Req): Promise<Response> {
  const { actor, installation } = req;
  const school = actor?.roles.find((held) => held.scope.kind === 'school');
  if (school) return redirect(`/schools/${school.scope.id}`);
  const trust = actor?.roles.find((held) => held.scope.kind === 'trust');
  if (trust) return redirect(`/trusts/${trust.scope.id}`);
  const tasks = [
    {
      title: 'Find a school',
      href: '/schools',
      hint: 'Facts, pupil numbers and inspections of every school in the city',
    },
    {
      title: 'What would a school get, and what would it cost?',
      href: '/offer',
      hint: 'The offer, section by section, with a quote for any school',
    },
    ...(isStaff(actor)
      ? [
          {
            title: 'Are we viable?',
            href: '/subscriptions/viability',
            hint: 'Who would subscribe, the income, and what the council adds',
          },
        ]
      : []),
    ...(sees(actor, 'imports/*')
      ? [
          {
            title: 'Bring in a file',
            href: '/imports',
            hint: 'Schools, pupil numbers, trusts, inspections and partnerships, from the official files',
          },
        ]
      : []),
    ...(sees(actor, 'people/*')
      ? [{ title: 'People and roles', href: '/people', hint: 'Invite, change and end' }]
      : []),
    ...(sees(actor, 'audit/*')
      ? [
          {
            title: 'Administration',
            href: '/administration',
            hint: 'What was done and by whom, letters sent, background work',
          },
        ]
      : []),
  ];
  return page(
    req,
    { title: installation.name },
    <>
      <PageHeading
        title={actor ? `Good day, ${actor.name.split(' ')[0]}` : installation.name}
        lead="A city's schools, working as one."
      />
      <Section title="What would you like to do?" rule="petrol">
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
