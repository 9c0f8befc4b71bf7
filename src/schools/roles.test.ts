import { describe, expect, it } from 'vitest';
import type { Actor, HeldRole } from '../platform/actor';
import { levelsOf, roleById, roles, rolesToGive } from './roles';

const known = {
  schoolsOfTrust: (uid: string) => (uid === '9' ? ['100001', '100002'] : []),
  partnershipsOfSchool: (urn: string) => (urn === '100001' ? ['a'] : []),
};
const at = (role: string, kind: 'installation' | 'school' | 'trust' | 'partnership', id: string): HeldRole =>
  ({ role, scope: kind === 'installation' ? { kind, id: null } : { kind, id } }) as HeldRole;
const actor = (...held: HeldRole[]): Actor => ({
  personId: 'x',
  name: 'x',
  email: 'x@x.example',
  roles: held,
  sees: levelsOf(held, known),
});

describe('levels', () => {
  it('of somebody without a role are none', () => expect(levelsOf([], known)).toEqual([]));

  it('of a head reach the own school and its partnership, and no other school', () => {
    const levels = levelsOf([at('headteacher', 'school', '100001')], known);
    expect(levels).toEqual(
      expect.arrayContaining(['school/100001', 'partnership/a', 'people/school/100001', 'audit/school/100001']),
    );
    expect(levels.filter((level) => level.includes('100002') || level.endsWith('/*'))).toEqual([]);
  });

  it('of a trust leader reach each school of the trust as a leader, but not its people', () => {
    const levels = levelsOf([at('trust-leader', 'trust', '9')], known);
    expect(levels).toEqual(expect.arrayContaining(['trust/9', 'school/100001', 'school/100002', 'partnership/a']));
    expect(levels).not.toContain('people/school/100001');
  });

  it('of a teacher and of an associate do not reach school pages', () => {
    for (const held of [at('teacher', 'school', '100001'), at('associate', 'installation', '')])
      expect(levelsOf([held], known).filter((level) => level.startsWith('school/') || level === 'staff')).toEqual([]);
  });

  it('contain no word that the database would read as two', () => {
    for (const role of roles)
      for (const level of role.levels) expect(level).toMatch(/^[a-z-]+(\/([a-z-]+\/)?(\*|:id))?$/);
  });
});

describe('giving roles', () => {
  it('a head gives the roles of the own school and no others', () => {
    const head = actor(at('headteacher', 'school', '100001'));
    expect(rolesToGive(head, { kind: 'school', id: '100001' }).map((role) => role.id)).toContain('governor');
    expect(rolesToGive(head, { kind: 'school', id: '100001' }).every((role) => role.scope === 'school')).toBe(true);
    expect(rolesToGive(head, { kind: 'school', id: '100002' })).toEqual([]);
    expect(rolesToGive(head, { kind: 'installation', id: 'company' })).toEqual([]);
  });

  it('an administrator gives any', () => {
    const administrator = actor(at('administrator', 'installation', ''));
    const given = (['installation', 'school', 'trust', 'partnership'] as const).flatMap((kind) =>
      rolesToGive(administrator, { kind, id: '1' }),
    );
    expect(given).toHaveLength(roleById.size);
  });
});
