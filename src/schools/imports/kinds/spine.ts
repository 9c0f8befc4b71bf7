import { column, columnIfThere, defineShape, oneOf, optional, type ValueOf } from '../../../platform/reading';
import { type Step, slicer } from '../../../platform/slices';
import { date } from '../../../platform/words';
import { classify } from '../../classification';
import { isoDate } from '../facts/rows';
import { type SchoolFact, writeSchools } from '../facts/schools';
import { succeed, writeSuccessions } from '../facts/successions';
import { becameAcademy, type Succession } from '../succession-rules';
import { add, defineForm, type Kind, type Work } from './kind';
import { age, contradiction, day, establishmentNumber, la, name, postcode, urn, words } from './values';

const flag = oneOf({ 0: '0', 1: '1' });

/** Headings as until 2017/18, and as since: england_school_information.csv. */
const full = defineShape({
  urn: column('URN', urn),
  la: column('LA', la),
  number: column('ESTAB', establishmentNumber),
  name: column('SCHNAME', name),
  street: columnIfThere('STREET', words),
  locality: columnIfThere('LOCALITY', words),
  town: columnIfThere('TOWN', words),
  postcode: columnIfThere('POSTCODE', postcode),
  telephone: columnIfThere('TELNUM', words),
  /** Open, closed, or open and proposed to close; in words since 2018/19. */
  closing: column(
    ['ICLOSE', 'SCHSTATUS'],
    oneOf({
      1: 'open',
      2: 'closed',
      3: 'open',
      Open: 'open',
      'Open, but proposed to close': 'open',
      Closed: 'closed',
      'Proposed to open': 'closed',
    }),
  ),
  opened: column('OPENDATE', day),
  closed: column('CLOSEDATE', day),
  type: column(['NFTYPE', 'SCHOOLTYPE'], name),
  isPrimary: column('ISPRIMARY', flag),
  isSecondary: column('ISSECONDARY', flag),
  isPost16: column('ISPOST16', flag),
  lowAge: column(['AGEL', 'AGELOW'], age),
  highAge: column(['AGEH', 'AGEHIGH'], age),
  gender: columnIfThere('GENDER', words),
  religion: columnIfThere(['RELDENOM', 'RELCHAR'], words),
  other: columnIfThere('OTHERURN', optional(urn)),
  otherType: columnIfThere('OTHERNFTYPE', words),
});

const reduced = defineShape({
  urn: column('URN', urn),
  la: column('LA', la),
  number: columnIfThere('ESTAB', establishmentNumber),
  name: column('SCHNAME', name),
  street: column('STREET', words),
  locality: column('LOCALITY', words),
  town: column('TOWN', words),
  postcode: column('POSTCODE', postcode),
  telephone: columnIfThere('TELNUM', words),
});

/** The performance tables' list of schools, with every column and as it is often passed on, with seven. */
export const spine: Kind = {
  name: 'spine',
  title: 'School information (performance tables)',
  called: 'a school information file',
  hint: 'england_spine.csv or england_school_information.csv, or one authority’s rows of it',
  noun: 'school',
  asAt: 'list',
  forms: [
    defineForm({
      shape: full,
      days: ['opened', 'closed'],
      la: 'la',
      contradiction,
      key: (value) => String(value.urn),
      async write(tx, work, lines) {
        const fates = await writeSchools(
          tx,
          work,
          lines.map(({ value }) => factOf(value, work)),
          work.memory.fresh,
        );
        const successions = lines.flatMap(({ value }) => successionOf(value, work) ?? []);
        const written = await writeSuccessions(tx, work, successions);
        add(work.tally, 'successions', written.filter((fate) => fate === 'new').length);
        return fates;
      },
      finish,
    }),
    defineForm({
      shape: reduced,
      la: 'la',
      key: (value) => String(value.urn),
      write: (tx, work, lines) =>
        writeSchools(
          tx,
          work,
          lines.map(({ value: { number, ...said } }) => ({ ...said, establishment_number: number })),
          work.memory.fresh,
        ),
      finish,
    }),
  ],
};

/** The list names the other school for a year or so; who took whose place before and after shows by what is alike. */
async function finish(step: Step, work: Work): Promise<void> {
  const found = await slicer<number, Succession>(step)(work.memory.fresh, (tx, some) => succeed(tx, work, some));
  add(work.tally, 'successions', found.length);
}

function factOf(value: ValueOf<typeof full>, work: Work): SchoolFact {
  const { isPrimary, isSecondary, isPost16, lowAge, highAge } = value;
  const kind = classify({ type: value.type, flags: `${isPrimary}${isSecondary}${isPost16}`, lowAge, highAge });
  if (!kind.known) work.unknownNames.add(value.type);
  return {
    urn: value.urn,
    name: value.name,
    la: value.la,
    establishment_number: value.number,
    type_name: kind.typeName,
    sector: kind.sector,
    status: kind.status,
    publicly_funded: kind.publiclyFunded,
    open: value.closing === 'open',
    opened: isoDate(value.opened),
    closed: isoDate(value.closed),
    low_age: lowAge,
    high_age: highAge,
    gender: value.gender,
    religious_character: value.religion,
    street: value.street,
    locality: value.locality,
    town: value.town,
    postcode: value.postcode,
    telephone: value.telephone,
  };
}

/** The list names the school on the other side of a conversion, on both its rows: the one that closes is the predecessor. */
function successionOf(value: ValueOf<typeof full>, work: Work): Succession | null {
  const { urn, other, opened, closed } = value;
  if (other === null || other === urn || (!opened && !closed)) return null;
  const here = classify({ type: value.type }).status;
  const there = classify({ type: value.otherType }).status;
  const closes = value.closing === 'closed';
  const [predecessor, successor] = closes ? [urn, other] : [other, urn];
  const happened = closes ? closed?.add({ days: 1 }) : opened;
  if (!happened) return null;
  const became = closes ? becameAcademy(here, there) : becameAcademy(there, here);
  return {
    predecessor,
    successor,
    kind: became ? 'conversion' : 'other',
    happened: happened.toString(),
    evidence: `The school information of ${date(work.asAt)} names ${successor} as taking the place of ${predecessor} on ${date(happened)}.`,
  };
}
