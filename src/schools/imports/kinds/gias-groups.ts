import type { Tx } from '../../../platform/database';
import { column, columnIfThere, defineShape, integer, optional, type ValueOf } from '../../../platform/reading';
import { type Step, slicer } from '../../../platform/slices';
import { groupKind } from '../../classification';
import { type Fate, isoDate } from '../facts/rows';
import { endMemberships, isConfirmed, type MembershipFact, schoolsInGroups, writeMemberships } from '../facts/trusts';
import { add, defineForm, type Form, type Kind, type Line, type Work } from './kind';
import { companyNumber, day, la, name, urn } from './values';

const groupNumber = integer({ min: 1, max: 999_999 });

const shared = {
  urn: column('URN', urn),
  name: column('Group Name', name),
  company: columnIfThere('Companies House Number', companyNumber),
  kind: column('Group Type', name),
  status: column('Group Status', name),
  closed: columnIfThere('Closed Date', day),
  joined: column('Joined date', day),
};

/** The list of academies and free schools only, as it was published until 2020: its rows lack their last value. */
const academies = defineShape({
  ...shared,
  la: column('LA (code)', la),
  uid: column('Linked UID', groupNumber),
});

const all = defineShape({
  ...shared,
  la: column('LA (code)', optional(la)),
  uid: column('Group UID', groupNumber),
});

type Value = ValueOf<typeof all>;

/** Groups that the list of academies has; what it leaves out has not ended. */
const academyKinds = ['Multi-academy trust', 'Single-academy trust', 'School sponsor'];

/** Get Information about Schools: which school is in which trust, sponsor or federation. */
export const giasGroups: Kind = {
  name: 'gias-groups',
  title: 'Trusts and other groups (Get Information about Schools)',
  called: 'a group links file',
  hint: 'grouplinks_edubaseallacademiesandfree.csv, or all group links',
  noun: 'membership',
  asAt: 'list',
  forms: [form(academies, academyKinds), form(all, null)],
};

function form(shape: typeof academies | typeof all, kinds: readonly string[] | null): Form {
  return defineForm({
    shape: shape as typeof all,
    shortRows: shape === academies,
    days: ['joined'],
    la: 'la',
    // Children's centres have groups too, and numbers of another kind.
    isNoSchool: (cell) => !groupKind(cell('kind')).schools,
    key: (value) => `${value.urn} ${value.uid}`,
    write,
    finish: (step, work) => finish(step, work, kinds),
  });
}

async function write(tx: Tx, work: Work, lines: readonly Line<Value>[]): Promise<Fate[]> {
  const facts = lines.map(({ value }) => factOf(value, work));
  for (const { urn, uid } of facts) work.memory.pairs.add(`${urn} ${uid}`);
  for (const { value } of lines) if (value.la !== null) work.memory.las.add(value.la);
  return writeMemberships(tx, work, facts, work.memory.groups);
}

/** The file lists every school of its authorities: whoever it no longer has in a group has left it. */
async function finish(step: Step, work: Work, kinds: readonly string[] | null): Promise<void> {
  const { las, pairs } = work.memory;
  const whole = { las: [...las].sort((a, b) => a - b), kinds };
  const inGroups = await step(schoolsInGroups);
  const left = await slicer<number, number>(step)(inGroups, (tx, some) =>
    endMemberships(tx, work, some, { ...whole, seen: pairs }),
  );
  work.whole = whole;
  add(work.tally, 'left', left.length);
  if (inGroups.length > 0 && !(await step((tx) => isConfirmed(tx, work, whole)))) add(work.tally, 'confirmed', 1);
}

function factOf(value: Value, work: Work): MembershipFact {
  const { kind, runsSchools, known } = groupKind(value.kind);
  if (!known) work.unknownNames.add(value.kind);
  return {
    urn: value.urn,
    uid: value.uid,
    joined: isoDate(value.joined),
    group: {
      name: value.name,
      kind,
      runs_schools: runsSchools,
      companies_house: value.company,
      open: value.status.toLowerCase() !== 'closed',
      closed: isoDate(value.closed),
    },
  };
}
