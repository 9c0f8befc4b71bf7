import { belowSchoolAge, currentOffer, type Offer, type PublishedOffer, publishShippedOffers } from '../../offer';
import { systemStanding, type Tx } from '../../platform/database';
import { count, counted, date, money } from '../../platform/words';
import {
  type CityQuote,
  lineWords,
  planInParts,
  pupilsWords,
  type Quote,
  quote,
  quoteAll,
  quoteSchool,
  type Refusal,
  sectorName,
  type Wish,
  yearOf,
} from '../../subscriptions';
import { type Call, type Command, oneOf, TypedWrong, wholeNumber } from '../command';

export const quoteCommand: Command = {
  name: 'quote',
  usage:
    '(URN | --all | --pupils NUMBER) [--pupils NUMBER] [--instalments NUMBER] [--sector SECTOR] [--status STATUS] [--year YEAR] [--format json]',
  about: 'What a school would pay: one school, a school that is only imagined, or all of them.',
  takesWords: true,
  flags: {
    all: { type: 'boolean' },
    pupils: { type: 'string' },
    instalments: { type: 'string' },
    sector: { type: 'string' },
    status: { type: 'string' },
    year: { type: 'string' },
    format: { type: 'string' },
  },
  async run(call) {
    const format = oneOf(call, 'format', ['text', 'json'], 'text');
    const asked = whatIsAsked(call);
    const mesters = await call.program();
    // On a new installation there is none yet, and a price may be asked for all the same.
    await publishShippedOffers(mesters);
    const { database, clock } = mesters;
    const answer = await database.transaction(systemStanding(clock), (tx) => answerTo(tx, call, asked));
    if ('refused' in answer) {
      if (format === 'json')
        call.out(`${JSON.stringify({ refused: answer.refused.why, words: answer.refused.words })}\n`);
      call.say(`${answer.refused.words}\n`);
      return 1;
    }
    call.out(format === 'json' ? `${JSON.stringify(answer.json)}\n` : `${answer.lines.join('\n')}\n`);
    return 0;
  },
};

type Asked = { what: 'all' } | { what: 'imagined'; pupils: number } | { what: 'school'; urn: number };
type Answer = { json: object; lines: string[] } | { refused: Pick<Refusal, 'words'> & { why: string } };

function whatIsAsked(call: Call): Asked {
  const [word, ...more] = call.words;
  const pupils = wholeNumber(call, 'pupils');
  if (more.length > 0) throw new TypedWrong('Give one URN, or --all.');
  if (call.flags.all) {
    if (word !== undefined) throw new TypedWrong('Give a URN or --all, not both.');
    for (const flag of ['pupils', 'instalments'])
      if (call.flags[flag] !== undefined) throw new TypedWrong(`--${flag} is for one school, not for --all.`);
    return { what: 'all' };
  }
  if (word !== undefined) {
    if (!/^[1-9]\d{5}$/.test(word)) throw new TypedWrong(`A URN has six figures, such as 106982: "${word}" is none.`);
    for (const flag of ['sector', 'status'])
      if (call.flags[flag] !== undefined)
        throw new TypedWrong(`The ${flag} of school ${word} is known: leave --${flag} out.`);
    return { what: 'school', urn: Number(word) };
  }
  if (pupils === undefined) throw new TypedWrong('Give a URN, a number of pupils (--pupils 315), or --all.');
  return { what: 'imagined', pupils };
}

async function answerTo(tx: Tx, call: Call, asked: Asked): Promise<Answer> {
  const published = await currentOffer(tx);
  if (!published)
    return { refused: { why: 'no-offer', words: 'No offer is published yet: mesters offer publish FILE.' } };
  const { offer } = published;
  const wish = wishOf(call, offer);
  const sector = knownId(call, 'sector', offer.sectors);
  const status = knownId(call, 'status', offer.statuses);
  if (asked.what === 'all') {
    const all = await quoteAll(tx, offer, { year: wish.year, sector, status });
    return all.ok ? cityAnswer(published, all.value) : { refused: all.reason };
  }
  if (asked.what === 'school') {
    const one = await quoteSchool(tx, offer, asked.urn, wish);
    return one.ok
      ? quoteAnswer(published, one.value)
      : { refused: { ...one.reason, words: schoolWords(asked.urn, one.reason) } };
  }
  const imagined = quote(
    offer,
    {
      urn: null,
      name: 'such a school',
      sector: sector ?? '',
      status: status ?? '',
      publiclyFunded: true,
      pupils: null,
    },
    { ...wish, pupils: asked.pupils },
  );
  return imagined.ok ? quoteAnswer(published, imagined.value) : { refused: imagined.reason };
}

const schoolWords = (urn: number, { why, words }: Refusal): string =>
  why === 'no-school' ? `${words} Look for ${urn} among the schools, or import the file that holds it.` : words;

function wishOf(call: Call, offer: Offer): Wish {
  const parts = wholeNumber(call, 'instalments');
  const plan = parts === undefined ? undefined : planInParts(offer, parts);
  if (parts !== undefined && !plan)
    throw new TypedWrong(
      `--instalments is one of ${offer.contract.plans.map(({ due }) => due.length).join(', ')}: the offer has no plan of ${parts} payments.`,
    );
  const written = call.flags.year;
  const year = typeof written === 'string' ? yearOf(offer, written) : undefined;
  if (year === null) throw new TypedWrong(`--year is one of ${offer.contract.years.join(', ')}, not "${written}".`);
  return { pupils: wholeNumber(call, 'pupils'), planId: plan?.id, year };
}

function knownId(call: Call, flag: 'sector' | 'status', known: readonly { id: string }[]): string | undefined {
  return call.flags[flag] === undefined
    ? undefined
    : oneOf(
        call,
        flag,
        known.map(({ id }) => id),
        '',
      );
}

const versionOf = ({ offer, version }: PublishedOffer) => ({ offer: offer.id, offer_version: version });

function quoteAnswer(published: PublishedOffer, answer: Quote): Answer {
  const { school, fee, instalments, perPupil, plan, year, typed } = answer;
  const known = typed ? null : school.pupils;
  return {
    json: {
      fee_pence: fee.pence,
      instalments_pence: instalments.map(({ pence }) => pence),
      per_pupil_pence: perPupil,
      pupils: fee.pupils,
      year,
      plan: plan.id,
      due: instalments.map(({ due }) => due.toString()),
      lines: fee.lines.map((line) => ({ what: line.what, pence: line.pence, words: lineWords(line) })),
      ...(school.urn === null ? {} : { urn: school.urn, name: school.name }),
      ...(known
        ? {
            census_date: known.censusDate.toString(),
            census_counts: known.schoolAged === null ? 'all on roll' : 'of school age',
            census_source: known.source,
            census_file: known.file,
            on_roll: known.onRoll,
            school_aged: known.schoolAged,
            none_counted_because: belowSchoolAge(published.offer, school, known),
          }
        : {}),
      ...versionOf(published),
    },
    lines: [
      ...(school.urn === null ? [] : [`${school.name}, URN ${school.urn}`]),
      `Fee for ${year}: ${money(fee.pence)}${perPupil === null ? '' : `, ${money(perPupil)} a pupil`}`,
      ...fee.lines.map((line) => `  ${lineWords(line)}: ${money(line.pence)}`),
      `${plan.name}:`,
      ...instalments.map(({ due, pence }) => `  ${date(due)}: ${money(pence)}`),
      ...pupilsWords(published.offer, answer),
    ],
  };
}

function cityAnswer(published: PublishedOffer, { year, schools, totalPence, byHand, census }: CityQuote): Answer {
  const { offer } = published;
  const sectors = [...Map.groupBy(schools, ({ sector }) => sector)];
  return {
    json: {
      schools: schools.length,
      total_pence: totalPence,
      year,
      census_date: census?.date.toString() ?? null,
      census_files: census?.files ?? [],
      census_counts: 'all on roll, unless a number of school age was entered',
      by_hand: byHand,
      ...versionOf(published),
      quotes: schools.map(({ urn, name, sector, status, counted: pupils, censusDate, pence }) => ({
        urn,
        name,
        sector,
        status,
        pupils,
        census_date: censusDate.toString(),
        fee_pence: pence,
      })),
    },
    lines: [
      `${counted(schools.length, 'school')}, ${money(totalPence)} for ${year} if all subscribe.`,
      ...sectors.map(
        ([sector, of]) =>
          `  ${sectorName(offer, sector)}: ${count(of.length)}, ${money(of.reduce((sum, { pence }) => sum + (pence ?? 0), 0))}`,
      ),
      ...(byHand > 0 ? [`The fee of ${counted(byHand, 'school')} is agreed by hand and not in the sum.`] : []),
      census
        ? `Pupils: the newest census loaded, ${date(census.date)}, which counts everybody on roll.`
        : 'No school of a census is here yet: mesters import spine FILE, then mesters import census FILE.',
    ],
  };
}
