import { Button, Chips, type Column, DataTable, PageHeading, Section } from '../../platform/ui';
import { notFound, type Req, type Route, route } from '../../platform/web';
import { count, counted, money } from '../../platform/words';
import { everySchool, findSchools } from '../../schools';
import { mayReadOffer } from '../policy';
import type { Offer } from '../schema/schema';
import { offset, type Spending, trustOffset, usualSpending } from '../value';
import { feeFor } from './fee';
import { offerPage } from './frame';
import { readPounds } from './offset';
import { type KnownSchool, knownSchool } from './school';
import { nameOf } from './words';

/** The off-set calculator for the schools of a trust together (offer, section 11). */
export const trustRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/offer/trusts/:uid',
    may: mayReadOffer,
    sample: (world) => ({
      own: { path: `/offer/trusts/${world.trust}` },
      other: { path: `/offer/trusts/${world.otherTrust}` },
    }),
    handle: async (req) => (await trustPage(req)) ?? notFound(req),
  }),
];

/** More schools than any trust of one partnership has. */
const mostSchools = 100;

/** A school of the trust, with what it would pay and what it pays now. The fee is null where nobody can work it out here. */
interface Line {
  school: KnownSchool;
  feePence: number | null;
  /** As typed, by part. */
  typed: ReadonlyMap<string, string>;
  spending: Spending;
}

interface Fault {
  text: string;
  href: string;
}

const trustPage = (req: Req): Promise<Response | null> =>
  offerPage(
    req,
    () => '/offer',
    async ({ offer }) => {
      const uid = /^\d{1,9}$/.test(req.params.uid ?? '') ? Number(req.params.uid) : null;
      if (uid === null) return null;
      const found = await req.tx(async (tx) => {
        const { schools } = await findSchools(tx, { ...everySchool, trust: uid }, { limit: mostSchools, offset: 0 });
        const known: KnownSchool[] = [];
        for (const { urn } of schools) {
          const school = await knownSchool(tx, offer, urn);
          if (school) known.push(school);
        }
        return { schools: known, name: schools[0]?.trusts.find(({ id }) => id === uid)?.name };
      });
      if (!found.name) return null;
      const faults: Fault[] = [];
      const parts = partsOf(offer, req.query);
      const lines = found.schools.map((school) => lineOf(offer, school, parts, req.query, faults));
      const everywhere = req.query.get('count') === 'used-by-all' ? 'used-by-all' : 'used-by-any';
      return {
        view: { title: `What the subscription would replace in ${found.name}`, errors: faults },
        body: (
          <TrustPage
            offer={offer}
            action={`/offer/trusts/${uid}`}
            name={found.name}
            lines={lines}
            parts={parts}
            counting={everywhere}
            faults={faults}
          />
        ),
      };
    },
  );

/** Parts that a school may pay somebody else for today: those with a stated value. */
const replaceable = (offer: Offer) =>
  offer.elements.filter(({ value }) => value.kind === 'stated' && !value.apart).map(({ id, name }) => ({ id, name }));

/** The parts that are asked about; untouched, those that the offer begins with. */
function partsOf(offer: Offer, query: URLSearchParams): string[] {
  const wanted = query.has('part') ? query.getAll('part') : Object.keys(usualSpending(offer));
  return replaceable(offer).flatMap(({ id }) => (wanted.includes(id) ? [id] : []));
}

function lineOf(
  offer: Offer,
  school: KnownSchool,
  parts: readonly string[],
  query: URLSearchParams,
  faults: Fault[],
): Line {
  const { sector, status, pupils, urn } = school;
  const known = sector && status && pupils.number !== null ? { sector, status, pupils: pupils.number } : null;
  const fee = known && feeFor(offer, { ...known, category: null }, known.pupils);
  const usual = usualSpending(offer);
  const typed = new Map<string, string>();
  const spending: { [part: string]: { low: number; high: number } } = {};
  for (const part of parts) {
    const begin = usual[part] ? String(usual[part].low / 100) : '';
    const text = query.get(field(urn, part))?.trim() ?? begin;
    typed.set(part, text);
    if (text === '') continue;
    const pence = readPounds(text);
    if (pence === null)
      faults.push({
        text: `${school.name}, ${nameOf(offer.elements, part)}: enter an amount in pounds, like 500 or 320.50`,
        href: `#${field(urn, part)}`,
      });
    else spending[part] = { low: pence, high: pence };
  }
  return { school, feePence: fee?.ok ? fee.value.pence : null, typed, spending };
}

const field = (urn: number, part: string): string => `pays-${urn}-${part}`;

function TrustPage(props: {
  offer: Offer;
  action: string;
  name: string;
  lines: readonly Line[];
  parts: readonly string[];
  counting: 'used-by-all' | 'used-by-any';
  faults: readonly Fault[];
}) {
  const { offer, action, name, lines, parts, counting, faults } = props;
  const known = lines.flatMap(({ school, feePence, spending }) =>
    feePence === null ? [] : [{ school, feePence, spending }],
  );
  const left = lines.length - known.length;
  const sum = trustOffset(offer, known, counting);
  const uses = (part: string) => counting === 'used-by-any' || known.every(({ spending }) => part in spending);
  // A sum without an amount that cannot be read would be taken for the answer.
  const wrong = faults.length > 0;
  const own = ({ school, feePence, spending }: Line) =>
    feePence === null || faults.some(({ href }) => href.startsWith(`#${field(school.urn, '')}`))
      ? null
      : offset(offer, feePence, Object.fromEntries(Object.entries(spending).filter(([part]) => uses(part))));
  const columns: Column<Line>[] = [
    {
      key: 'school',
      header: 'School',
      name: true,
      strong: true,
      cell: ({ school }) => <a href={`/offer/schools/${school.urn}`}>{school.name}</a>,
      total: 'The trust',
    },
    {
      key: 'pupils',
      header: 'Pupils',
      align: 'end',
      cell: ({ school }) => (school.pupils.number === null ? null : count(school.pupils.number)),
    },
    {
      key: 'fee',
      header: 'Fee',
      align: 'end',
      cell: ({ feePence }) => (feePence === null ? 'not known' : money(feePence)),
      total: money(sum.feePence),
    },
    ...parts.map((part) => ({
      key: part,
      header: `Pays now: ${nameOf(offer.elements, part)}${uses(part) ? '' : ' (not counted)'}`,
      align: 'end' as const,
      cell: ({ school, typed }: Line) => {
        const id = field(school.urn, part);
        const atFault = faults.some(({ href }) => href === `#${id}`);
        return (
          <>
            <label class="govuk-visually-hidden" for={id}>
              {school.name} pays now for {nameOf(offer.elements, part)}, in pounds
            </label>
            <div class="govuk-input__wrapper">
              <div class="govuk-input__prefix" aria-hidden="true">
                £
              </div>
              <input
                class={`govuk-input govuk-input--width-4${atFault ? ' govuk-input--error' : ''}`}
                id={id}
                name={id}
                type="text"
                inputmode="decimal"
                autocomplete="off"
                value={typed.get(part)}
              />
            </div>
          </>
        );
      },
    })),
    {
      key: 'replaced',
      header: 'Replaced',
      align: 'end',
      cell: (line) => {
        const found = own(line);
        return found && money(found.replaced.high);
      },
      total: wrong ? '–' : money(sum.replaced.high),
    },
    {
      key: 'net',
      header: 'Net cost',
      label: 'Net',
      align: 'end',
      figure: true,
      cell: (line) => {
        const found = own(line);
        return found && money(found.net.high);
      },
      total: wrong ? '–' : money(sum.net.high),
    },
  ];
  return (
    <>
      <PageHeading
        title={`What would it replace in ${name}?`}
        lead={`${counted(known.length, 'school')}: ${money(sum.feePence)} in fees${wrong ? '; what it replaces follows when the amounts are right' : `, ${money(sum.replaced.high)} replaced, ${sum.net.high < 0 ? `${money(-sum.net.high)} saved` : `${money(sum.net.high)} net`}`}.${left > 0 ? ` The fee of ${counted(left, 'other school')} is not known here, and not counted.` : ''}`}
      />
      <form action={action} method="get" novalidate>
        <Chips
          id="part"
          name="part"
          legend="Parts that would be replaced"
          many
          values={parts}
          choices={replaceable(offer).map(({ id, name: text }) => ({ value: id, text }))}
        />
        <Chips
          id="count"
          name="count"
          legend="Count what is used"
          hint="A school uses a part when it pays something for it now."
          values={[counting]}
          choices={[
            { value: 'used-by-any', text: 'by any school' },
            { value: 'used-by-all', text: 'by all schools only' },
          ]}
        />
        <Section title="School by school" rule="ink" intro={offer.offset.facts}>
          <DataTable caption="The schools of the trust" captionHidden rows={lines} columns={columns} />
        </Section>
        <Button kind="secondary">Work it out</Button>
      </form>
    </>
  );
}
