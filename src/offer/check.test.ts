import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkOffer } from './check';
import { otherOfferText, shippedOfferText } from './testing';

const shipped = shippedOfferText();

/** The text with one piece replaced. It fails when the piece is not there, so that no test checks an unbroken file. */
function broken(piece: string | RegExp, instead: string, text = shipped): string {
  const changed = text.replace(piece, instead);
  if (changed === text) throw new Error(`There is no ${piece} in the file.`);
  return changed;
}

function mistakes(text: string) {
  const checked = checkOffer(text, 'offer.yaml');
  return checked.ok ? [] : checked.reason;
}

/** What stands where a mistake points. */
const pointedAt = (text: string, { line, column }: { line: number; column: number }) =>
  text.split('\n')[line - 1]?.slice(column - 1) ?? '';

test.each([
  ['the shipped offer', shipped],
  ['an offer of another shape', otherOfferText()],
])('%s has no mistakes', (_, text) => expect(mistakes(text)).toEqual([]));

describe('one mistake is found, pointed at, and explained', () => {
  const cases: [what: string, text: string, at: string, path: string, message: RegExp][] = [
    [
      'an unknown line',
      broken('perPupil: 4,', 'perPupils: 4,'),
      'perPupils',
      'fee.prices.2018/19.rules.2.perPupils',
      /"perPupils" means nothing here\. Check its spelling/,
    ],
    [
      'more months than a calendar has',
      broken(/carryOverMonths: \d+/, 'carryOverMonths: 10000000'),
      '10000000',
      'bespoke.credit.carryOverMonths',
      /"carryOverMonths" should be 3660 or less/,
    ],
    [
      'a half-term that ends before it begins',
      broken('from: 2018-09-03, to: 2018-10-26', 'from: 2018-10-26, to: 2018-09-03'),
      '2018-09-03',
      'calendar.halfTermDates.1.to',
      /Autumn 1 ends before it begins\. Change one of the dates/,
    ],
    [
      'a half-term of no year of the contract',
      broken('from: 2019-06-03, to: 2019-07-24', 'from: 2029-06-03, to: 2029-07-24'),
      '{ name: Summer 2',
      'calendar.halfTermDates.6',
      /Summer 2 is in no year of the contract\. Change its dates, or take it out/,
    ],
    [
      'more half-terms than the year has',
      broken('halfTerms: 6', 'halfTerms: 5'),
      '{ name: Summer 2',
      'calendar.halfTermDates.6',
      /2018\/19 has 6 half-terms here, and 5 above\. Change one of the two/,
    ],
    [
      'a year without a term',
      broken('terms: 3', 'terms: 0'),
      '0',
      'calendar.terms',
      /^A year has at least one\. Write 1 or more\.$/,
    ],
    [
      'a time for notice that runs backwards',
      broken('noticeFrom: 03-01, noticeTo: 05-31', 'noticeFrom: 05-31, noticeTo: 03-01'),
      '03-01',
      'contract.break.noticeTo',
      /In 2018\/19 notice would be given from 31 May 2019 to 1 March 2019, which is before\. Change one of the days/,
    ],
    [
      'a contract that ends while notice may be given',
      broken('noticeTo: 05-31, endsOn: 08-31', 'noticeTo: 05-31, endsOn: 04-30'),
      '04-30',
      'contract.break.endsOn',
      /A contract would end on 30 April 2019, and notice may be given until 31 May 2019/,
    ],
    [
      'a text that YAML takes for an alias',
      broken('name: Autumn 1,', 'name: *first ,'),
      '*first',
      'offer.yaml',
      /"\*first" repeats what "&first" names, and nothing above it has that name\. Write the value out/,
    ],
    [
      'half-terms that overlap',
      broken('from: 2018-11-05, to', 'from: 2018-10-26, to'),
      '2018-10-26',
      'calendar.halfTermDates.2.from',
      /Autumn 2 begins before Autumn 1 has ended\. Change one of the dates/,
    ],
    [
      'a year that the contract names twice',
      broken('years: [2018/19, 2019/20, 2020/21]', 'years: [2018/19, 2019/20, 2020/21, 2019/20]'),
      '2019/20]',
      'contract.years.4',
      /The year 2019\/20 stands here twice\. Take one out/,
    ],
    [
      'a year that the contract leaves out',
      broken('years: [2018/19, 2019/20, 2020/21]', 'years: [2018/19, 2020/21]'),
      '2020/21',
      'contract.years.2',
      /^2020\/21 does not follow 2018\/19\. Write every year of the contract, one after the other\.$/,
    ],
    [
      'years of the contract in another order',
      broken('years: [2018/19, 2019/20, 2020/21]', 'years: [2019/20, 2018/19]'),
      '2018/19',
      'contract.years.2',
      /^2018\/19 does not follow 2019\/20\./,
    ],
    [
      'funding of a year far from the contract',
      broken('- { year: 2020/21, cells', '- { year: 2022/23, cells'),
      '2022/23',
      'funding.table.rows.2022/23.year',
      /^2022\/23 is no year of the contract, nor next to one: the plan for the money covers .*\. Change the year, or take the row out\.$/,
    ],
    [
      'half a day that costs more than a day',
      broken('halfDay: { tokens: 2 }', 'halfDay: { tokens: 4 }', otherOfferText()),
      'halfDay',
      'bespoke.rates.halfDay',
      /^Half a day costs more than a day\. Change one of the two\.$/,
    ],
    [
      'a crisis that is answered in no time',
      broken('crisisWorkingHours: 2', 'crisisWorkingHours: 0'),
      '0',
      'working.answers.crisisWorkingHours',
      /^Nobody can answer a crisis in no time\. Write 1 or more\.$/,
    ],
    [
      'an amount below zero',
      broken('amount: { tickets: 1 }', 'amount: { tickets: -1 }'),
      'amount',
      'elements.subject-networks.grants.network-ticket.amount',
      /^Write an amount that is not below zero\.$/,
    ],
    [
      'two documents in one file',
      `${shipped}\n---\nformat: 1\n`,
      '---',
      'offer.yaml',
      /A line "---" begins a second offer here\. Take it out, with what follows it/,
    ],
    ['a list where the offer should be', '- a\n- b\n', '- a', 'offer.yaml', /The file should be a group of lines/],
    ['an unknown section', `${shipped}\nextras: [1]\n`, 'extras', 'extras', /"extras" means nothing here/],
    [
      'a missing line',
      broken('  - { id: categorise, name: Categorise every school }', '  - { id: categorise }'),
      '{ id: categorise',
      'funding.duties.categorise.name',
      /"name" is missing\. Add it here: a text/,
    ],
    [
      'a text for a number',
      broken('terms: 3', 'terms: three'),
      'three',
      'calendar.terms',
      /"terms" should be a number, and is the text "three"/,
    ],
    [
      'a number for a text',
      broken('name: Green, short: G', 'name: 7, short: G'),
      '7',
      'categories.green.name',
      /should be a text, and is 7/,
    ],
    [
      'a list for a group',
      broken(shipped.slice(shipped.indexOf('calendar:'), shipped.indexOf('# Everything owed')), 'calendar: []\n\n'),
      'calendar',
      'calendar',
      /a group of lines, each with a name and a colon, and is a list/,
    ],
    [
      'too many decimals',
      broken('base: 1500', 'base: 1500.005'),
      '1500.005',
      'fee.prices.2018/19.rules.2.base',
      /at most two decimals/,
    ],
    ['less than nothing', broken('line: 355000', 'line: -5'), '-5', 'funding.viability.line', /not below zero/],
    [
      'no such date',
      broken('from: 2018-09-01\n  to: 2021', 'from: 2018-09-31\n  to: 2021'),
      '2018-09-31',
      'contract.from',
      /Write a date such as 2031-09-01/,
    ],
    [
      'no such day of the year',
      broken('noticeTo: 05-31', 'noticeTo: 31-05'),
      '31-05',
      'contract.break.noticeTo',
      /09-01 \(1 September\)/,
    ],
    [
      'a year that does not follow',
      broken('year: 2018/19\nabout', 'year: 2018/20\nabout'),
      '2018/20',
      'year',
      /second half of the year must follow/,
    ],
    [
      'a choice that is not one',
      broken('payer: each-school', 'payer: each-pupil'),
      'each-pupil',
      'contract.payer',
      /"each-pupil" will not do for "payer"\. Write one of each-school, trust/,
    ],
    [
      'an element that is not there',
      broken('programme:\n  element: assessment-training', 'programme:\n  element: assesment-training'),
      'assesment-training',
      'programme.element',
      /There is no element "assesment-training"\. Did you mean "assessment-training"\?/,
    ],
    [
      'a sector that is not there',
      broken('secondary: { pounds: 1650 }', 'secundary: { pounds: 1650 }'),
      'secundary',
      'bespoke.credit.grants.credit-by-sector.amountBy.sector.secundary',
      /There is no sector "secundary"\. Did you mean "secondary"/,
    ],
    [
      'a category that is not there',
      broken(
        '{ subscribed: true, category: [yellow, amber, red] }',
        '{ subscribed: true, category: [yellow, amber, purple] }',
      ),
      'category',
      'eligibility.safety-net.rules.1.when.category',
      /There is no category "purple"/,
    ],
    [
      'a funding source that is not there',
      broken('sources: [commission]', 'sources: [comission]'),
      'comission',
      'elements.categorisation.sources.1',
      /Did you mean "commission"/,
    ],
    [
      'a fact that is not there',
      broken('forEach: headteacher-vacancy', 'forEach: headteacher-vacancies'),
      'headteacher-vacancies',
      'elements.headteacher-recruitment.grants.maintained-headteacher-vacancy.forEach',
      /There is no fact/,
    ],
    [
      'a fact of the wrong kind',
      broken('forEach: inspection-called', 'forEach: status'),
      'status',
      'elements.inspection-attendance.grants.inspection-called.forEach',
      /"status" is no occurrence/,
    ],
    [
      'a role that is not there completes the form',
      broken('completes: [headteacher, school-leader]', 'completes: [headmaster, school-leader]'),
      'headmaster',
      'contract.signatory.completes.1',
      /^There is no role "headmaster"\. Use one of these: .*, headteacher and more\.$/,
    ],
    [
      'a role that is not there accepts the form',
      broken('accepts: [administrator]', 'accepts: [adminstrator]'),
      'adminstrator',
      'contract.signatory.accepts.1',
      /^There is no role "adminstrator"\. Did you mean "administrator"\?$/,
    ],
    [
      'a role that is not there sees categories',
      broken('visibleTo: [headteacher, ', 'visibleTo: [headtaecher, '),
      'headtaecher',
      'categorisation.visibleTo.1',
      /^There is no role "headtaecher"\. Did you mean "headteacher"\?$/,
    ],
    [
      'a role that is not there manages the log-ins',
      broken('managedBy: [headteacher, school-leader]', 'managedBy: [hedteacher, school-leader]'),
      'hedteacher',
      'communication.logIns.managedBy.1',
      /^There is no role "hedteacher"\. Did you mean "headteacher"\?$/,
    ],
    [
      'a school accepts its own form',
      broken('accepts: [administrator]', 'accepts: [headteacher]'),
      'headteacher',
      'contract.signatory.accepts.1',
      /^"headteacher" is no role of the company\. Use one of these: chief-executive, administrator, .* or commissioner\.$/,
    ],
    [
      'the company completes the form for a school',
      broken('completes: [headteacher, school-leader]', 'completes: [headteacher, administrator]'),
      'administrator',
      'contract.signatory.completes.2',
      /^"administrator" is no role of a school or a trust\. Use one of these: headteacher, .* or trustee\.$/,
    ],
    [
      'the rapid response is an element that is not there',
      broken(/element: communications-service(?=\n {4}facts)/, 'element: comunications-service'),
      'comunications-service',
      'communication.rapidResponse.element',
      /^There is no element "comunications-service"\. Did you mean "communications-service"\?$/,
    ],
    [
      'a state that comes twice',
      broken('states: [scheduled, issued, paid]', 'states: [scheduled, issued, issued]'),
      'issued]',
      'workflows.invoice.states.3',
      /^"issued" stands here twice\. Take one out/,
    ],
    [
      'an end that is a step too',
      broken(
        'states: [idea, drafting, submitted], ends: [won, lost]',
        'states: [idea, drafting, submitted], ends: [idea, lost]',
      ),
      'idea, lost',
      'workflows.bid.ends.1',
      /^"idea" stands here twice\. Take one out/,
    ],
    [
      'two ways of working with one id',
      broken('{ id: bid, name: Bid', '{ id: invoice, name: Bid'),
      'invoice, name: Bid',
      'workflows.invoice.id',
      /^Another item of this list already has the id "invoice"\./,
    ],
    [
      'two channels with one id',
      broken('{ id: social, name', '{ id: website, name'),
      'website, name: Social',
      'communication.channels.website.id',
      /^Another item of this list already has the id "website"\./,
    ],
    [
      'a price of a year that is no year of the contract',
      broken('- { year: 2020/21, rules: null }', '$&\n    - { year: 2024/25, rules: null }'),
      '2024/25',
      'fee.prices.2024/25.year',
      /^2024\/25 is no year of the contract, so nobody would ever pay this\. Change the year, or take the line out\.$/,
    ],
    [
      'a line of the grid that is not there',
      broken('eligibility: on-site-help', 'eligibility: off-site-help'),
      'off-site-help',
      'elements.point-of-need.eligibility',
      /Did you mean "on-site-help"/,
    ],
    [
      'a setting that is not there',
      broken('setting: academy-inspection', 'setting: academies'),
      'academies',
      'eligibility.inspection-attendance.rules.2.setting',
      /There is no setting/,
    ],
    [
      'a unit that is not there',
      broken('amount: { days: 2 }', 'amount: { hours: 2 }'),
      'amount',
      'elements.health-check.grants.health-check-days.amount',
      /Write one amount with its unit.*days, pounds, tickets/,
    ],
    [
      'a part of a unit',
      broken('smallestStep: 0.25', 'smallestStep: 0.3'),
      '0.3',
      'elements.inspection-preparation.smallestStep',
      /Write days in quarters/,
    ],
    [
      'half a ticket',
      broken('amount: { tickets: 1 }', 'amount: { tickets: 0.5 }'),
      'amount',
      'elements.subject-networks.grants.network-ticket.amount',
      /0\.5 tickets is not a whole number of tickets/,
    ],
    [
      'an id used twice',
      broken('  - id: city-identity\n', '  - id: priorities-programme\n'),
      'priorities-programme',
      'elements.priorities-programme.id',
      /Another element already has the id "priorities-programme"/,
    ],
    [
      'a grant id used twice',
      broken('id: data-training, amount', 'id: yearly-round, amount'),
      'yearly-round',
      'elements.school-data.grants.yearly-round.id',
      /Another grant already has the id/,
    ],
    [
      'an id that is none',
      broken('id: careers', 'id: Careers!'),
      'Careers!',
      'networks.Careers!.id',
      /small letters, figures and hyphens/,
    ],
    [
      'a template that does not sum',
      broken('{ days: 0.5, times: 3, what: Visit', '{ days: 0.5, times: 2, what: Visit'),
      '- id: a'.slice(2),
      'elements.health-check.templates.a',
      /The parts come to 1½ days, and 2 days are granted/,
    ],
    [
      'a year of funding that does not sum',
      broken('total: 1060000', 'total: 1050000'),
      '1050000',
      'funding.table.rows.2019/20.total',
      /come to £1,060,000, and £1,050,000 is written here/,
    ],
    [
      'a column that does not sum',
      broken('Council: 1145000', 'Council: 1145001'),
      '1145001',
      'funding.table.totals.groups.Council',
      /The column comes to £1,145,000/,
    ],
    [
      'all the funding that does not sum',
      broken('all: 3180000', 'all: 3180'),
      '3180',
      'funding.table.totals.all',
      /All sums come to £3,180,000/,
    ],
    [
      'a column without a sum',
      broken(
        'commission: 320000, transitional: 185000, surplus: 150000 }, total: 1010000',
        'commission: 320000, transitional: 185000 }, total: 860000',
      ),
      'cells',
      'funding.table.rows.2018/19.cells',
      /The column "surplus" has no sum/,
    ],
    [
      'two payments on one day',
      broken('due: [09-01, 01-01, 04-01]', 'due: [09-01, 01-01, 01-01]'),
      '01-01], sparePence',
      'contract.plans.termly.due.3',
      /Two payments would fall due on this day/,
    ],
    [
      'a share of more than all',
      broken('percent: 61', 'percent: 161'),
      '161',
      'funding.viability.printed.1.percent',
      /from 0 to 100/,
    ],
    [
      'a largest fee that does not follow',
      broken('largest: 4500', 'largest: 4600'),
      '4600',
      'fee.prices.2018/19.rules.2.largest',
      /£4,500 by this rule, and £4,600 is written here/,
    ],
    [
      'a price neither worked out nor by hand',
      broken('{ base: 1500, perPupil: 4, capPupils: 750, largest: 4500 }', '{ perPupil: 4 }'),
      '{ perPupil',
      'fee.prices.2018/19.rules.2',
      /either a base or "byHand: true"/,
    ],
    [
      'a fee without a last answer',
      broken('{ base: 1500, perPupil: 4', '{ when: { sector: primary }, base: 1500, perPupil: 4'),
      'rules',
      'fee.prices.2018/19.rules',
      /Some schools have no fee here\. End with a rule that has no "when"/,
    ],
    [
      'a year whose list of fees is empty',
      broken('{ year: 2019/20, rules: null }', '{ year: 2019/20, rules: [] }'),
      'rules',
      'fee.prices.2019/20.rules',
      /Some schools have no fee here/,
    ],
    [
      'a fee that is never reached',
      broken('{ when: { sector: college }, byHand: true }', '{ byHand: true }'),
      '{ base: 1500',
      'fee.prices.2018/19.rules.2',
      /never reached, because the one before it has no "when"/,
    ],
    [
      'a year without a price line',
      broken(/ {4}- \{ year: 2020\/21, rules: null \}\n/, ''),
      'prices',
      'fee.prices',
      /runs in 2020\/21, which has no line here/,
    ],
    [
      'a target below the line',
      broken('target: 430000', 'target: 43000'),
      '43000',
      'funding.viability.target',
      /The target of £43,000 is below the line/,
    ],
    [
      'a grid without a last answer',
      broken(
        '  - id: core\n    name: The core, the credit, the private area and subscriber-only opportunities\n    rules:\n      - { when: { subscribed: true }, answer: included }\n      - { answer: no }',
        '  - id: core\n    name: The core\n    rules:\n      - { when: { subscribed: true }, answer: included }',
      ),
      'rules',
      'eligibility.core.rules',
      /Some schools have no answer/,
    ],
    [
      'a rule that is never reached',
      broken(
        '- { answer: priced, price: quote, words: at the day rate }',
        '- { answer: no }\n      - { answer: priced }',
      ),
      '{ answer: priced }',
      'eligibility.sold-services.rules.3',
      /never reached/,
    ],
    [
      'two amounts',
      broken('amount: { days: 2 }, why', 'amount: { days: 2 }, amountFrom: { fact: credit-by-hand, unit: pence }, why'),
      '{ id: health',
      'elements.health-check.grants.health-check-days',
      /exactly one of amount, amountBy and amountFrom/,
    ],
    [
      'low above high',
      broken('value: { low: 250, high: 400 }', 'value: { low: 450, high: 400 }'),
      'value',
      'elements.subject-networks.value',
      /low figure is above the high one/,
    ],
    [
      'a value that is none',
      broken('value: 1100', 'value: a lot'),
      'a lot',
      'elements.health-check.value',
      /Write unpriced, in-credit, an amount in pounds/,
    ],
    [
      'a price in another unit than the credit',
      broken('price: { pounds: 550 }', 'price: { tickets: 5 }'),
      'price',
      'bespoke.services.appraisal.price',
      /The credit is counted in pence, and this price is in tickets/,
    ],
    [
      'a service that includes itself',
      broken('includes: communications-one', 'includes: communications-two'),
      'communications-two',
      'bespoke.services.communications-two.includes',
      /^"communications-two" includes itself\. Take one "includes" out\.$/,
    ],
    [
      'an amount that no computer counts to the penny',
      broken('price: { pounds: 550 }', 'price: { pounds: 99999999999999999 }'),
      'price',
      'bespoke.services.appraisal.price',
      /is more than can be counted/,
    ],
    [
      'too many pounds',
      broken('base: 1500', 'base: 15000000000'),
      '15000000000',
      'fee.prices.2018/19.rules.2.base',
      /1,000,000,000 or less/,
    ],
    [
      'a limit that cannot be reached',
      broken('each: 1, inAll: 2', 'each: 1, inAll: 3'),
      '3',
      'bespoke.limits.discounts.inAll',
      /3 in all can never be reached/,
    ],
    [
      'tiers in the wrong order',
      broken('name: Gold, days: 12', 'name: Gold, days: 6'),
      '6',
      'bespoke.reviews.trust-review.tiers.gold.days',
      /Each tier contains the one before/,
    ],
    [
      'a lost line of the programme',
      broken(/ {4}- \{ id: scrutiny-2,.*\n/, ''),
      'lineCounts',
      'programme.lineCounts',
      /7 lines for secondary, and 8 are announced/,
    ],
    [
      'a setting that points nowhere',
      broken('at: [calendar]', 'at: [calender]'),
      'calender',
      'settings.calendar.at.1',
      /Nothing stands at "calender"/,
    ],
    ['another format', broken('format: 1', 'format: 2'), '2', 'format', /files of format 1/],
    [
      'a comma in a text without quotation marks',
      broken('facts: On the harbour wall.', 'facts: On the wall, up there.', otherOfferText()),
      'up there',
      'communication.channels.flag.up there.',
      /put the text in quotation marks/,
    ],
    [
      'a condition on an occurrence',
      broken('{ when: { status: maintained }, answer: included }', '{ when: { leader-vacancy: x }, answer: included }'),
      'x }',
      'eligibility.headteacher-recruitment.rules.1.when.leader-vacancy',
      /use "forEach: leader-vacancy"/,
    ],
    [
      'a yes that is a text',
      broken(
        '{ when: { subscribed: true }, answer: included, words: within tickets }',
        '{ when: { subscribed: "yes" }, answer: included }',
      ),
      '"yes"',
      'eligibility.ticketed-events.rules.1.when.subscribed',
      /Write true or false/,
    ],
  ];

  test.each(cases)('%s', (_, text, at, path, message) => {
    const found = mistakes(text);
    expect(found.map(({ path: where, message: said }) => `${where}: ${said}`)).toHaveLength(1);
    expect(found[0]).toMatchObject({ path, message: expect.stringMatching(message) });
    expect(pointedAt(text, found[0]!).slice(0, at.length)).toBe(at);
  });
});

describe('YAML that cannot be read', () => {
  test.each<[string, string, RegExp]>([
    ['an empty file', '', /The file is empty/],
    ['only a comment', '# nothing\n', /The file is empty/],
    ['a tab', 'name: x\n\tyear: 1\n', /^A tab stands/],
    ['a tab before a text', 'about: >-\n\tone\n  two\nyear: 2018/19\n', /^A tab stands/],
    ['an open quotation mark', 'name: "x\nyear: 2018/19\n', /quotation mark|missing/],
    [
      'an open bracket',
      broken('years: [2018/19, 2019/20, 2020/21]', 'years: [2018/19, 2019/20'),
      /^A quotation mark, bracket/,
    ],
    ['an open brace', broken('name: Yellow, short: Y }', 'name: Yellow, short: Y'), /^A quotation mark, bracket/],
    ['the same line twice', 'name: a\nname: b\n', /same name as one above/],
    ['a text with a colon', 'about: one: two\n', /quotation marks/],
    ['a line that stands too far in', broken('  halfTerms: 6', '   halfTerms: 6'), /^The next line stands too far/],
    ['bytes that are no text', '\u0000\u0001PK\u0003\u0004', /./],
  ])('%s', (_, text, message) => {
    const found = mistakes(text);
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]?.message).toMatch(message);
    expect(found[0]?.line).toBeGreaterThan(0);
  });

  test('a slip is told once, though the parser finds it more than once', () => {
    const told = (text: string) => mistakes(text).map(({ line, message }) => `${line} ${message.slice(0, 13)}`);
    expect(told('a:\n  b: 1\n   c: 2\n')).toEqual(['2 The next line']);
    expect(told('a:\n  b: 1\n\tc: 2\n  d: 3\n').filter((one) => one.startsWith('3 '))).toEqual(['3 A tab stands ']);
  });

  test.each(['just a text', '[1, 2]', '42', 'null'])('%s is not an offer', (text) =>
    expect(mistakes(text)).toHaveLength(1),
  );

  test('an alias bomb is refused', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]}`).join(', ')}]`),
    ].join('\n');
    expect(mistakes(bomb)).toMatchObject([{ message: expect.stringMatching(/aliases/) }]);
  });
});

test('services that include one another are told, each at its own line', () => {
  const text = broken('price: { pounds: 500 }\n', 'price: { pounds: 500 }\n      includes: communications-two\n');
  expect(mistakes(text).map(({ message }) => message)).toEqual([
    '"communications-one" includes itself, by way of "communications-two". Take one "includes" out.',
    '"communications-two" includes itself, by way of "communications-one". Take one "includes" out.',
  ]);
});

test('a column whose name is misspelt is told as missing, and where it is misspelt', () => {
  const text = broken('cells: { subscriptions: 355000,', 'cells: { subscrptions: 355000,');
  expect(mistakes(text).map(({ path }) => path)).toEqual([
    'funding.table.rows.2018/19.cells',
    'funding.table.rows.2018/19.cells.subscrptions',
  ]);
});

test('many mistakes are found at once, in the order of the file', () => {
  let text = broken('terms: 3', 'terms: three');
  text = broken('payer: each-school', 'payer: nobody', text);
  text = broken('perPupil: 4,', 'perPupils: 4,', text);
  text = broken('eligibility: on-site-help', 'eligibility: off-site-help', text);
  text = broken('id: careers', 'id: cultural-education', text);
  text = broken('setting: academy-inspection', 'setting: academies', text);
  text = broken('  - id: point-of-need\n', '  - id: planning-session\n', text);
  const found = mistakes(text);
  expect(found.map(({ path }) => path)).toEqual([
    'calendar.terms',
    'contract.payer',
    'fee.prices.2018/19.rules.2.perPupils',
    'elements.planning-session.eligibility',
    'elements.planning-session.id',
    'eligibility.inspection-attendance.rules.2.setting',
    'networks.cultural-education.id',
  ]);
  expect(found.map(({ line }) => line)).toEqual(found.map(({ line }) => line).sort((a, b) => a - b));
});

test('a list or a group of lines where one word belongs is called what it is', () => {
  const said = (instead: string) => mistakes(broken('payer: each-school', `payer: ${instead}`))[0]?.message;
  expect(said('{ each: school }')).toBe('"payer" should be one of each-school, trust, and is a group of lines.');
  expect(said('[each-school]')).toBe('"payer" should be one of each-school, trust, and is a list.');
  expect(said('')).toBe('"payer" should be one of each-school, trust, and is empty.');
});

test('what a person slips in by habit is answered with how it is written', () => {
  const said = (piece: string | RegExp, instead: string) =>
    mistakes(broken(piece, instead)).map(({ message }) => message);
  expect(said(', to: 2018-10-26', '')).toEqual(['"to" is missing. Write a date such as 2031-09-01.']);
  expect(said('base: 1500', 'base: 1,500')[0]).toMatch(/"500" means nothing here\. .*without one, such as 1500/);
  expect(said('- { id: tickets, name', '- { id: , name').join()).not.toMatch(/null/);
});

describe('what cannot be read at its own place is told there, and not at each use', () => {
  test.each([
    ['a sector without an id', '- { id: primary, name: Primary }', '- { id: , name: Primary }', ['sectors.2.id']],
    ['a list under another name', 'sectors:\n', 'sector:\n', ['sectors', 'sector']],
    ['a category without an id', '- { id: green, name', '- { id: , name', ['categories.1.id']],
    ['a unit without an id', '{ id: tickets, name', '{ id: , name', ['units.3.id']],
    ['a fact without an id', '- { id: subscribed,', '- { id: ,', ['facts.1.id']],
    ['a fact of no kind', 'is: sector }', 'is: sectr }', ['facts.sector.is']],
    [
      'another name is looked for all the same',
      /id: primary, name: Primary }([\s\S]*?)source: subscription/,
      'id: , name: Primary }$1source: subscripton',
      ['sectors.2.id', 'funding.table.columns.subscriptions.source'],
    ],
  ])('%s', (_, piece, instead, paths) => {
    expect(mistakes(broken(piece, instead)).map(({ path }) => path)).toEqual(paths);
  });
});

test('whatever line is lost or doubled, the answer is an offer or mistakes that say where', () => {
  const lines = shipped.split('\n');
  fc.assert(
    fc.property(fc.nat(lines.length - 1), fc.constantFrom('lost', 'doubled', 'cut'), (at, how) => {
      const changed = lines.flatMap((line, i) =>
        i !== at ? [line] : { lost: [], doubled: [line, line], cut: [line.slice(0, Math.floor(line.length / 2))] }[how],
      );
      const checked = checkOffer(changed.join('\n'), 'offer.yaml');
      if (checked.ok) return;
      expect(checked.reason.length).toBeGreaterThan(0);
      for (const { line, column, message } of checked.reason) {
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(changed.length + 1);
        expect(column).toBeGreaterThan(0);
        expect(message).toMatch(/\S/);
        expect(message).not.toMatch(/undefined|Invalid|\[object/);
      }
    }),
    { numRuns: 60 },
  );
});
