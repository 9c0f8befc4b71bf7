import {
  date,
  decimal,
  identifier,
  integer,
  type Kind,
  marked,
  optional,
  text,
  Wrong,
} from '../../../platform/reading';
import { date as writtenDate } from '../../../platform/words';
import type { Refusal } from '../facts/rows';

/** How values of official lists are read, in the words of `platform/reading`. */

const sixFigures = identifier(/^[1-9]\d{5}(\.0)?$/, 'a school number (URN) of six figures');

/** A school's URN. Files that went through a spreadsheet have "106973.0". */
export const urn: Kind<number> = { read: (value) => after(sixFigures.read(value), (figures) => Number(figures)) };

const threeFigures = identifier(/^[2-9]\d\d(\.0)?$/, 'an authority code of three figures');
export const la: Kind<number> = { read: (value) => after(threeFigures.read(value), Number) };

export const establishmentNumber = optional(integer({ min: 1, max: 9999 }));
export const words = optional(text(300));
export const name = text(200);
export const age = optional(integer({ min: 0, max: 120 }));
export const amount = optional(integer({ min: 0, max: 9_999_999 }));

/** Metres of the National Grid, which ends in the north-east at 700 and 1,300 kilometres. */
export const easting = optional(integer({ min: 0, max: 700_000 }));
export const northing = optional(integer({ min: 0, max: 1_300_000 }));

/** A day of a list. The first of January 1900 stands for "long ago". */
export const day: Kind<Temporal.PlainDate | null> = {
  read: (value) => after(date().read(value), (found) => (found.equals('1900-01-01') ? null : found)),
  blank: { value: null },
};

export const postcode: Kind<string | null> = optional({
  read: (value) => {
    const tidy = value.toUpperCase().replace(/\s+/g, '');
    return /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(tidy)
      ? `${tidy.slice(0, -3)} ${tidy.slice(-3)}`
      : new Wrong('is not a postcode');
  },
});

/** A provider's number: eight figures beginning with 1. */
export const ukprn = optional(identifier(/^1\d{7}$/, 'a provider number (UKPRN) of eight figures'));

/** The publisher's words for why there is no figure. */
const markers = ['NA', 'NP', 'SUPP', 'NE', 'NEW', 'RE', 'DNS', 'LOWCOV', 'x', 'z', 'c'] as const;

/** No school has more: a longer number is a slip, or belongs to another column. */
const mostPupils = 99_999;

/** A count of pupils, or why there is none. */
export const pupils = optional(marked(integer({ min: 0, max: mostPupils }), markers));

const figure = decimal({ min: 0, max: mostPupils });

/** A count that older files give as a mean, "239.5": to the nearest whole. */
export const meanPupils = optional(marked({ read: (value) => after(figure.read(value), Math.round) }, markers));

/** A number of a spreadsheet, which may have become "9200332.0". */
export const companyNumber: Kind<string | null> = optional({
  read: (value) => {
    const figures = value.replace(/\.0$/, '');
    return /^[A-Z\d]{1,8}$/i.test(figures)
      ? figures.toUpperCase().padStart(8, '0')
      : new Wrong('is not a company number');
  },
});

/** Ages the wrong way round, or a school that closed before it opened: one of the two is a slip, and nobody knows which. */
export function contradiction(value: {
  lowAge: number | null;
  highAge: number | null;
  opened: Temporal.PlainDate | null;
  closed: Temporal.PlainDate | null;
}): Refusal | null {
  const { lowAge, highAge, opened, closed } = value;
  if (lowAge !== null && highAge !== null && highAge < lowAge)
    return { name: 'highAge', reason: `is below the lowest age, which is ${lowAge}` };
  if (opened && closed && Temporal.PlainDate.compare(closed, opened) < 0)
    return { name: 'closed', reason: `is before ${writtenDate(opened)}, the day on which it opened` };
  return null;
}

function after<A, B>(value: A | Wrong, then: (value: A) => B): B | Wrong {
  return value instanceof Wrong ? value : then(value);
}
