import { createHash } from 'node:crypto';
import { type Fee, type PublishedOffer, yearDays } from '../../offer';
import type { Result } from '../../platform/result';
import { counted, date, listed, money } from '../../platform/words';
import { lineWords, lowerFirst } from '../words';
import { type NoYearFee, noFeeWords, type PricedSchool, paymentsOf } from './fees';
import { titleOf } from './policy';
import type { ContractYear } from './queries';
import { breakWindows, yearsFrom } from './state';
import { one, windowWords } from './words';

/** What a school signs, in plain words: the page and the PDF show the same. Pure. */
export interface Terms {
  title: string;
  sections: TermsSection[];
  /** Names exactly what was shown: what is completed must be what was read. */
  seal: string;
}

export interface TermsSection {
  heading: string;
  paragraphs: string[];
  points?: string[];
  table?: { caption: string; head: [string, string]; rows: [string, string][]; total?: [string, string] };
}

export interface TermsAbout {
  published: PublishedOffer;
  school: PricedSchool;
  partnership: string;
  starts: Temporal.PlainDate;
  /** The first year, with the pupil number that counts. */
  year: ContractYear;
  /** What the first year's fee is made of, or why there is none yet. */
  fee: Result<Fee, NoYearFee>;
}

export function termsOf(about: TermsAbout): Terms {
  const { published, school } = about;
  const title = `Subscription of ${school.name}`;
  const sections = [
    whatItIs(about),
    whenItBinds(about),
    whatItCosts(about),
    whoIsCounted(about),
    howItIsPaid(about),
    howItEnds(about),
  ];
  const seal = createHash('sha256')
    .update(JSON.stringify([published.id, title, sections]))
    .digest('hex');
  return { title, sections, seal };
}

const whatItIs = ({ published, school, partnership, starts }: TermsAbout): TermsSection => {
  const { offer, version, sha256 } = published;
  const years = yearsFrom(offer, starts);
  return {
    heading: 'What you agree to',
    paragraphs: [
      `${school.name} (URN ${school.urn}) subscribes to ${offer.name}${partnership ? ` of ${partnership}` : ''} from ${date(starts)} to ${date(offer.contract.to)}: ${counted(years.length, 'school year')}, ${listed(years)}.`,
      `What the school gets is written in version ${version} of the offer. That version holds for this contract: a later one does not change it. Its mark is ${sha256.slice(0, 16)}.`,
      offer.members.lostWithoutSubscription
        ? 'Membership ends with the subscription.'
        : 'The school stays a member whether it subscribes or not.',
    ],
  };
};

const whenItBinds = ({ published: { offer } }: TermsAbout): TermsSection => {
  const { binding, signatory } = offer.contract;
  const accepts = one(signatory.accepts.map(titleOf));
  return {
    heading: 'When it binds',
    paragraphs:
      binding === 'when-viable'
        ? [
            `Completing this form is conditional. ${upper(accepts)} of the partnership accepts it, and it binds you and the partnership only when the partnership has confirmed that enough schools have joined for the offer to run.`,
            'Until then the school may withdraw, without cost and without giving a reason.',
          ]
        : [
            `It binds you and the partnership when ${accepts} of the partnership accepts it. Until then the school may withdraw, without cost and without giving a reason.`,
          ],
  };
};

function whatItCosts({ published: { offer }, starts, year, fee }: TermsAbout): TermsSection {
  const later = yearsFrom(offer, starts).filter((one) => one !== year.year);
  const stated = later.filter((one) => offer.fee.prices.some((price) => price.year === one && price.rules));
  const unstated = later.filter((one) => !stated.includes(one));
  return {
    heading: 'What it costs',
    paragraphs: [
      ...(year.feePence === null
        ? [noFeeWords(fee.ok ? 'no-pupils' : fee.reason, year.year)]
        : [
            `${money(year.feePence)} for ${year.year}${year.byHand ? ', as agreed with the partnership office' : ''}. ${offer.contract.taxPercent > 0 ? `That includes tax at ${offer.contract.taxPercent}%.` : 'No tax is added.'}`,
          ]),
      ...(stated.length > 0
        ? [`The fee for ${listed(stated)} follows the same price and the pupil number of that year.`]
        : []),
      ...(unstated.length > 0
        ? [
            `No price is stated for ${listed(unstated)} yet. ${unstated.length === 1 ? 'That year' : 'Those years'} cannot be invoiced until one is, and the school may end the contract before: see “Ending it early”.`,
          ]
        : []),
    ],
    ...(fee.ok && !year.byHand && year.feePence === fee.value.pence
      ? {
          table: {
            caption: `The fee for ${year.year}`,
            head: ['For', 'Amount'],
            rows: fee.value.lines.map((line): [string, string] => [lineWords(line), money(line.pence)]),
            total: ['Fee for the year', money(fee.value.pence)],
          },
        }
      : {}),
  };
}

function whoIsCounted({ published: { offer }, year }: TermsAbout): TermsSection {
  const { counted: who, frozenFor } = offer.contract.pupils;
  return {
    heading: 'Which pupils are counted',
    paragraphs: [
      pupilWords(year),
      `The fee counts: ${lowerFirst(who)}. The number is the newest census on or before the day this form is completed. It stays the same for ${frozenFor === 'year' ? 'the whole school year; each later year takes the newest census on or before its first day' : 'the whole contract'}.`,
    ],
  };
}

/** "315 pupils on 18 January 2018, from the school census." */
export const pupilWords = ({ pupils, censusDate, pupilsSource, reason }: ContractYear): string =>
  pupils === null
    ? 'No pupil number is known yet.'
    : `${counted(pupils, 'pupil')}${censusDate ? ` on ${date(censusDate)}` : ''}, from ${pupilsSource}${reason ? `: ${reason}` : ''}.`;

function howItIsPaid({ published: { offer }, year, starts }: TermsAbout): TermsSection {
  const { plans, payer, invoicing } = offer.contract;
  // Whoever joins late has the same time to pay.
  const late = plans.some(
    ({ id }) =>
      year.feePence !== null &&
      paymentsOf(offer, year.feePence, id, year.year).some(({ due }) => Temporal.PlainDate.compare(due, starts) < 0),
  );
  return {
    heading: 'How it is paid',
    paragraphs: [
      `${payer === 'trust' ? 'The trust is billed.' : 'Each school is billed by itself.'} You choose one of these below.`,
      ...(late
        ? [
            `You join after the year has begun. Where a day below has passed or is near, the payment is due ${counted(invoicing.payWithinDays, 'day')} after its invoice instead.`,
          ]
        : []),
    ],
    points: plans.map((plan) =>
      year.feePence === null
        ? `${plan.name}.`
        : `${plan.name}: ${listed(paymentsOf(offer, year.feePence, plan.id, year.year).map(({ due, pence }) => `${money(pence)} on ${date(due)}`))}.`,
    ),
  };
}

function howItEnds({ published: { offer }, starts }: TermsAbout): TermsSection {
  const windows = breakWindows(offer).filter(({ to }) => Temporal.PlainDate.compare(to, starts) >= 0);
  return {
    heading: 'Ending it early',
    paragraphs: [
      windows.length > 0
        ? 'The school may end the contract at the end of a school year by giving notice on its page here, and may take the notice back within the same days.'
        : 'The contract runs its whole term.',
      `Without notice it ends by itself on ${date(offer.contract.to)}.`,
    ],
    points: windows.map((window) => `${windowWords(window)}.`),
  };
}

/** The year of the offer's term that a day falls in, or the nearest. */
export function yearOn({ offer }: PublishedOffer, day: Temporal.PlainDate): string {
  const { years } = offer.contract;
  return years.findLast((year) => Temporal.PlainDate.compare(yearDays(offer, year).from, day) <= 0) ?? years[0]!;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
