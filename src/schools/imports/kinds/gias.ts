import type { Tx } from '../../../platform/database';
import { column, columnIfThere, defineShape, oneOf, type ValueOf } from '../../../platform/reading';
import { type Step, slicer } from '../../../platform/slices';
import { count, counted, listed } from '../../../platform/words';
import { classify, countsAs } from '../../classification';
import { writePupils } from '../facts/pupils';
import { type Fate, isoDate } from '../facts/rows';
import { type SchoolFact, unlistedSchools, writeSchools } from '../facts/schools';
import { type Link, succeed, writeLinks } from '../facts/successions';
import type { Succession } from '../succession-rules';
import { add, defineForm, type Kind, type Line, type Work } from './kind';
import {
  age,
  amount,
  contradiction,
  day,
  easting,
  establishmentNumber,
  la,
  name,
  northing,
  postcode,
  pupils,
  ukprn,
  urn,
  words,
} from './values';

const status = oneOf({
  Open: 'open',
  'Open, but proposed to close': 'closing',
  Closed: 'closed',
  'Proposed to open': 'closed',
});

// Each column by its official heading, and by the one under which the list is often passed on. The names of heads are not read.
const shape = defineShape({
  urn: column(['URN'], urn),
  la: column(['LA (code)', 'la_code'], la),
  number: column(['EstablishmentNumber', 'establishment_number'], establishmentNumber),
  name: column(['EstablishmentName', 'establishment_name'], name),
  type: column(['TypeOfEstablishment (name)', 'establishment_type'], name),
  status: column(['EstablishmentStatus (name)', 'establishment_status'], status),
  opened: columnIfThere(['OpenDate', 'open_date'], day),
  closed: columnIfThere(['CloseDate', 'close_date'], day),
  phase: columnIfThere(['PhaseOfEducation (name)', 'education_phase'], words),
  lowAge: columnIfThere(['StatutoryLowAge', 'statutory_low_age'], age),
  highAge: columnIfThere(['StatutoryHighAge', 'statutory_high_age'], age),
  gender: columnIfThere(['Gender (name)', 'gender'], words),
  religion: columnIfThere(['ReligiousCharacter (name)', 'religious_character'], words),
  street: columnIfThere('Street', words),
  locality: columnIfThere('Locality', words),
  town: columnIfThere('Town', words),
  postcode: columnIfThere('Postcode', postcode),
  website: columnIfThere(['SchoolWebsite', 'school_website'], words),
  telephone: columnIfThere(['TelephoneNum', 'telephone_num'], words),
  ukprn: columnIfThere('UKPRN', ukprn),
  easting: columnIfThere('Easting', easting),
  northing: columnIfThere('Northing', northing),
  ward: columnIfThere(['AdministrativeWard (name)', 'administrative_ward'], words),
  capacity: columnIfThere(['SchoolCapacity', 'school_capacity'], amount),
  censusDay: columnIfThere(['CensusDate', 'census_date'], day),
  onRoll: columnIfThere(['NumberOfPupils', 'number_of_pupils'], pupils),
  boys: columnIfThere(['NumberOfBoys', 'number_of_boys'], pupils),
  girls: columnIfThere(['NumberOfGirls', 'number_of_girls'], pupils),
  lastChanged: columnIfThere(['LastChangedDate', 'last_changed_date'], day),
  links: columnIfThere('Linked establishments', words),
});

type Value = ValueOf<typeof shape>;

/** Get Information about Schools: establishments. */
export const gias: Kind = {
  name: 'gias',
  title: 'Establishments (Get Information about Schools)',
  called: 'an establishments file',
  hint: 'edubasealldata.csv, or the download of a search',
  noun: 'school',
  asAt: 'list',
  forms: [
    defineForm({
      shape,
      days: ['lastChanged', 'opened'],
      la: 'la',
      contradiction,
      key: (value) => String(value.urn),
      write,
      finish,
    }),
  ],
};

async function write(tx: Tx, work: Work, lines: readonly Line<Value>[]): Promise<Fate[]> {
  for (const { value } of lines) {
    work.memory.las.add(value.la);
    if (stillOpen(value, work)) work.memory.stillOpen.push(`${value.name} (${value.urn})`);
  }
  const facts = lines.map(({ value }) => factOf(value, work));
  const fates = await writeSchools(tx, work, facts, work.memory.fresh);
  const numbers = await writePupils(
    tx,
    work,
    'establishments',
    lines.flatMap(({ value }, i) => numberOf(value, facts[i]!, work)),
  );
  add(work.tally, 'numbers', numbers.filter((fate) => fate === 'new' || fate === 'changed').length);
  work.memory.links.push(...lines.flatMap(({ value }) => linksOf(value)));
  return fates;
}

/** "Open" is the word of the list's day: a last day before that is left over from another time. One who is to close may have closed since. */
const stillOpen = ({ status, closed }: Value, { asAt }: Work): boolean =>
  status === 'open' && closed !== null && Temporal.PlainDate.compare(closed, asAt) < 0;

/** Who took whose place, among the schools that are new; predecessors of whom the file says nothing have ended. */
async function finish(step: Step, work: Work): Promise<void> {
  const { links, fresh } = work.memory;
  const fates = await slicer<Link, Fate>(step)(links, (tx, some) => writeLinks(tx, work, some));
  add(work.tally, 'successions', fates.filter((fate) => fate === 'new').length);
  const found = await slicer<number, Succession>(step)(fresh, (tx, some) => succeed(tx, work, some));
  add(work.tally, 'successions', found.length);
  const { stillOpen } = work.memory;
  if (stillOpen.length > 0)
    work.remarks.push(
      `${counted(stillOpen.length, 'school')} ${stillOpen.length === 1 ? 'is' : 'are'} listed as open with a last day that has passed, and taken as open, without that day: ${firstOf(stillOpen)}.`,
    );
  const unlisted = await unlistedSchools(step, work);
  if (unlisted.length > 0)
    work.remarks.push(
      `${counted(unlisted.length, 'school')} of ${work.memory.las.size === 1 ? 'this authority' : 'these authorities'} ${unlisted.length === 1 ? 'is' : 'are'} open by an earlier list, and not in this one: ${firstOf(unlisted)}. A list that leaves a school out does not close it.`,
    );
}

/** So many are named; the others are counted. */
const named = 30;

const firstOf = (names: readonly string[]): string =>
  listed([...names.slice(0, named), ...(names.length > named ? [`${count(names.length - named)} more`] : [])]);

function factOf(value: Value, work: Work): SchoolFact {
  const { lowAge, highAge, phase } = value;
  const kind = classify({ type: value.type, phase, lowAge, highAge });
  if (!kind.known) work.unknownNames.add(value.type);
  const located = value.easting !== null && value.northing !== null && value.easting > 0 && value.northing > 0;
  return {
    urn: value.urn,
    name: value.name,
    la: value.la,
    establishment_number: value.number,
    ukprn: value.ukprn,
    type_name: kind.typeName,
    sector: kind.sector,
    status: kind.status,
    publicly_funded: kind.publiclyFunded,
    open: value.status !== 'closed',
    opened: isoDate(value.opened),
    closed: stillOpen(value, work) ? null : isoDate(value.closed),
    low_age: lowAge,
    high_age: highAge,
    gender: value.gender,
    religious_character: value.religion,
    street: value.street,
    locality: value.locality,
    town: value.town,
    postcode: value.postcode,
    website: value.website,
    telephone: value.telephone,
    easting: located ? value.easting : null,
    northing: located ? value.northing : null,
    ward: value.ward,
    capacity: value.capacity,
  };
}

/** A closed school's last number is history that another census tells better. */
function numberOf(value: Value, fact: SchoolFact, work: Work) {
  const { onRoll, boys, girls } = value;
  if (typeof onRoll !== 'number' || value.status === 'closed') return [];
  return [
    {
      urn: value.urn,
      census_date: (value.censusDay ?? work.asAt).toString(),
      on_roll: onRoll,
      boys: typeof boys === 'number' ? boys : null,
      girls: typeof girls === 'number' ? girls : null,
      counted: countsAs({
        type_name: fact.type_name ?? null,
        sector: fact.sector ?? '',
        publicly_funded: fact.publicly_funded ?? false,
      }),
    },
  ];
}

/** "148469 Successor - amalgamated" in the row of a school says what became of it, "116264 Predecessor" what it came from. */
function linksOf(value: Value): Link[] {
  return [...(value.links ?? '').matchAll(/(\d{6}) (Predecessor|Successor)\b([^,;|]*)/g)].map((match) => {
    const other = Number(match[1]);
    const before = match[2] === 'Predecessor';
    const happened = before ? value.opened : value.closed?.add({ days: 1 });
    return {
      predecessor: before ? other : value.urn,
      successor: before ? value.urn : other,
      merged: /amalgamat|merge/i.test(match[3] ?? ''),
      happened: isoDate(happened ?? null),
      evidence: `The list of establishments links them: ${value.urn} has "${match[0].trim()}".`,
    };
  });
}
