import { listed } from '../../platform/words';
import { roleById } from '../../schools';
import type { Offer } from '../schema/schema';
import { unknown } from '../schema/words';
import type { Complaint, Path } from './place';

/** Whether the ways of working can be worked: who does what holds a role there, and what goes from step to step has each step once. */
export function checkWork(offer: Offer): Complaint[] {
  return [...answerTimes(offer), ...namedRoles(offer), ...rapidResponse(offer), ...workflows(offer)];
}

function* answerTimes({ working }: Offer): Generator<Complaint> {
  if (working.answers.crisisWorkingHours === 0)
    yield {
      path: ['working', 'answers', 'crisisWorkingHours'],
      message: 'Nobody can answer a crisis in no time. Write 1 or more.',
    };
}

/**
 * Roles are the program's own and not the file's. One that nobody can hold, or not there, leaves no one who may sign, or lets a school
 * accept its own form. No part of the shape, so that an offer that was published with such a role can still be read.
 */
function* namedRoles({ contract, categorisation, communication }: Offer): Generator<Complaint> {
  const school = { kinds: ['school', 'trust'], holds: 'of a school or a trust' };
  const company = { kinds: ['installation'], holds: 'of the company' };
  const places: { path: Path; named: string[]; held?: { kinds: string[]; holds: string } }[] = [
    { path: ['contract', 'signatory', 'completes'], named: contract.signatory.completes, held: school },
    { path: ['contract', 'signatory', 'accepts'], named: contract.signatory.accepts, held: company },
    { path: ['categorisation', 'visibleTo'], named: categorisation.visibleTo },
    { path: ['communication', 'logIns', 'managedBy'], named: communication.logIns.managedBy, held: school },
  ];
  for (const { path, named, held } of places)
    for (const [i, id] of named.entries()) {
      const role = roleById.get(id);
      if (!role) yield { path: [...path, i], message: unknown('role', id, roleById.keys()) };
      else if (held && !held.kinds.includes(role.scope)) {
        const fitting = [...roleById.values()].filter(({ scope }) => held.kinds.includes(scope)).map((one) => one.id);
        yield {
          path: [...path, i],
          message: `"${id}" is no role ${held.holds}. Use one of these: ${listed(fitting, 'or')}.`,
        };
      }
    }
}

/** No part of the shape either: an element that was named wrongly was published so. */
function* rapidResponse({ communication, elements }: Offer): Generator<Complaint> {
  const { element } = communication.rapidResponse;
  const ids = elements.map(({ id }) => id);
  if (element !== null && !ids.includes(element))
    yield { path: ['communication', 'rapidResponse', 'element'], message: unknown('element', element, ids) };
}

function* workflows(offer: Offer): Generator<Complaint> {
  for (const [i, { states, ends }] of offer.workflows.entries()) {
    const seen = new Set<string>();
    for (const [part, names] of [
      ['states', states],
      ['ends', ends],
    ] as const)
      for (const [j, name] of names.entries()) {
        if (seen.has(name))
          yield {
            path: ['workflows', i, part, j],
            message: `"${name}" stands here twice. Take one out, or give it a name of its own.`,
          };
        seen.add(name);
      }
  }
}
