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
