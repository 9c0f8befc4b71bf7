import { expect, it } from 'vitest';
import type { Actor } from '../platform/actor';
import type { Req } from '../platform/web';
import { shellOf } from './navigation';

const actor = (roles: Actor['roles'], sees: string[]): Actor => ({
  personId: '00000000-0000-0000-0000-000000000007',
  name: 'Somebody',
  email: 'a@example.org',
  roles,
  sees,
});

const currentAt = async (who: Actor, path: string) =>
  (
    await shellOf({
      actor: who,
      url: new URL(path, 'http://localhost'),
      installation: { kind: 'real' },
    } as unknown as Req)
  ).navigation
    .filter(({ current }) => current)
    .map(({ text }) => text);

it('marks the entry under which a role is changed: one’s own school, or all people', async () => {
  const head = actor([{ role: 'headteacher', scope: { kind: 'school', id: '107047' } }] as never, []);
  expect(await currentAt(head, '/schools/107047/people/new')).toEqual(['Our school']);
  expect(await currentAt(head, '/people/roles/12')).toEqual(['Our school']);
  expect(await currentAt(actor([], ['people/*']), '/people/roles/12')).toEqual(['People']);
});

it('leads a head who chairs a partnership to both', async () => {
  const roles = [
    { role: 'chair', scope: { kind: 'partnership', id: 'a' } },
    { role: 'headteacher', scope: { kind: 'school', id: '107047' } },
  ];
  const chair = actor(roles as never, []);
  const { navigation } = await shellOf({
    actor: chair,
    url: new URL('http://localhost/partnerships/a'),
    installation: { kind: 'real' },
  } as unknown as Req);
  expect(navigation.slice(0, 2)).toEqual([
    { text: 'Our school', href: '/schools/107047' },
    { text: 'Our partnership', href: '/partnerships/a', current: true },
  ]);
});
