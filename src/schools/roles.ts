import type { Actor, Anyone, HeldRole } from '../platform/actor';
import { sees } from '../platform/actor';

/** Where a role is held. The company's roles are held in the installation. */
export type ScopeKind = 'installation' | 'school' | 'trust' | 'partnership';

export interface Role {
  id: string;
  /** As pages write it, in lower case: "project officer". */
  title: string;
  scope: ScopeKind;
  /** What it lets its holder see, with `:id` for the scope's identifier: see `docs/how-to/permissions.md`. */
  levels: readonly string[];
}

const staff = ['staff', 'subscriber', 'school/*', 'partnership/*', 'trust/*'] as const;
const leader = ['subscriber-of/:id', 'school/:id', 'leader/:id'] as const;

/**
 * Every role, as `docs/architecture.md`, "Who may see what". `people/…` is the right to manage the people of a scope,
 * `audit/…` to read what was viewed there, `imports/*` to bring files, `finance/*` to work on money.
 */
export const roles: readonly Role[] = [
  company('chief-executive', 'chief executive', [...staff, 'finance/*', 'audit/*', 'category/*', 'case/*']),
  company('administrator', 'administrator', [
    ...staff,
    'people/*',
    'people',
    'imports/*',
    'installation/*',
    'audit/*',
    'mail/*',
    'jobs/*',
    'finance/*',
    'category/*',
  ]),
  company('finance-officer', 'finance officer', [...staff, 'finance/*']),
  company('project-officer', 'project officer', staff),
  company('data-analyst', 'data analyst', [...staff, 'imports/*', 'category/*', 'pupil/*']),
  company('communications-officer', 'communications officer', staff),
  company('governance-officer', 'governance officer', staff),
  company('data-protection-officer', 'data-protection officer', [...staff, 'audit/*']),
  company('improvement-partner', 'improvement partner', ['partner', 'subscriber', 'school/*', 'category/*']),
  company('associate', 'associate', ['associate']),
  company('commissioner', 'commissioner', ['commissioner', 'category/*']),
  inSchool('headteacher', 'headteacher', [
    ...leader,
    'people/school/:id',
    'people',
    'audit/school/:id',
    'category/:id',
  ]),
  inSchool('school-leader', 'school leader', [...leader, 'category/:id']),
  inSchool('school-business-manager', 'school business manager', leader),
  inSchool('teacher', 'teacher', ['subscriber-of/:id']),
  inSchool('named-data-user', 'named data user', ['subscriber-of/:id', 'pupil/:id']),
  inSchool('chair-of-governors', 'chair of governors', [
    'subscriber-of/:id',
    'school/:id',
    'governor/:id',
    'category/:id',
  ]),
  inSchool('governor', 'governor', ['subscriber-of/:id', 'school/:id', 'governor/:id', 'category/:id']),
  inSchool('clerk', 'clerk', ['subscriber-of/:id', 'governor/:id']),
  {
    id: 'trust-leader',
    title: 'trust leader',
    scope: 'trust',
    levels: ['trust/:id', 'trust-leader/:id', 'schools-of-trust/:id'],
  },
  { id: 'trustee', title: 'trustee', scope: 'trust', levels: ['trust/:id'] },
  { id: 'chair', title: 'chair of a partnership', scope: 'partnership', levels: ['partnership/:id', 'chair/:id'] },
  {
    id: 'locality-assessment-lead',
    title: 'locality assessment lead',
    scope: 'partnership',
    levels: ['partnership/:id'],
  },
  { id: 'network-co-ordinator', title: 'network co-ordinator', scope: 'partnership', levels: ['partnership/:id'] },
];

function company(id: string, title: string, levels: readonly string[]): Role {
  return { id, title, scope: 'installation', levels };
}
function inSchool(id: string, title: string, levels: readonly string[]): Role {
  return { id, title, scope: 'school', levels };
}

export const roleById = new Map(roles.map((role) => [role.id, role]));

/**
 * What a person may see, from the roles they hold today. Pure: the caller says which schools a trust runs and which partnership a school is in.
 * A trust's leader stands in each of its schools as a leader does; leaders see their school's partnership.
 */
export function levelsOf(
  held: readonly HeldRole[],
  known: {
    schoolsOfTrust: (uid: string) => readonly string[];
    partnershipsOfSchool: (urn: string) => readonly string[];
  },
): string[] {
  const levels = new Set<string>();
  for (const { role, scope } of held) {
    const defined = roleById.get(role);
    // A role counts only in its own kind of scope, whatever a row may say.
    for (const level of defined?.scope === scope.kind ? defined.levels : []) {
      const [name] = level.split('/');
      if (name === 'schools-of-trust')
        for (const urn of known.schoolsOfTrust(scope.id ?? ''))
          for (const of of [...leader, 'category/:id']) levels.add(of.replace(':id', urn));
      else levels.add(level.replace(':id', scope.id ?? ''));
    }
    if (scope.kind === 'school') levels.add(`member/${scope.id}`);
  }
  for (const level of [...levels]) {
    const [name, urn] = level.split('/');
    if (name === 'leader' && urn) for (const id of known.partnershipsOfSchool(urn)) levels.add(`partnership/${id}`);
  }
  return [...levels].sort();
}

/** Works for the company: sees every school's pages. */
export const isStaff = (actor: Anyone): actor is Actor => sees(actor, 'staff');

/** May manage who has which role in this scope. */
export const managesPeople = (actor: Anyone, scope: { kind: ScopeKind; id: string }): boolean =>
  sees(actor, 'people/*', `people/${scope.kind}/${scope.id}`);

/** Roles that the actor may give in a scope: a head gives any role of the school, an administrator any role at all. */
export const rolesToGive = (actor: Anyone, scope: { kind: ScopeKind; id: string }): Role[] =>
  managesPeople(actor, scope) ? roles.filter((role) => role.scope === scope.kind) : [];
