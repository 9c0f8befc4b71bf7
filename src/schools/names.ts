import { type RawBuilder, sql } from 'kysely';

// "St. Mary's" and "st marys" are the same to somebody who searches, and so are "Zoë" and "zoe": accents go, a hyphen is a space, other
// marks are nothing. An apostrophe may be typed in any of its shapes.
const accented = 'àáâãäåāăąçćčďèéêëēėęěğíìîïīįłñńňóòôõöøōőřśšşťúùûüūůűųýÿźžż';
const unaccented = 'aaaaaaaaacccdeeeeeeeegiiiiiilnnnoooooooorssstuuuuuuuuyyzzz';
// A database may make small letters of the plain alphabet alone.
const marks = `${accented}${accented.toUpperCase()}-'’‘\`.,()&"“”`;
const plainMarks = `${unaccented}${unaccented} `;

/** What is typed, as names are compared. */
export const plain = (typed: string): string =>
  [...typed.toLowerCase().normalize('NFC')]
    .map((letter) => {
      const place = marks.indexOf(letter);
      return place < 0 ? letter : (plainMarks[place] ?? '');
    })
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

/** A column of names, as they are compared. */
export const plainly = (name: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`translate(lower(${name}), ${marks}, ${plainMarks})`;

/** Each word that is typed is a piece of the name. Marks alone are a piece of no name. */
export function named(name: RawBuilder<unknown>, typed: string): RawBuilder<boolean> {
  const words = plain(typed).split(' ').filter(Boolean);
  if (words.length === 0) return sql<boolean>`false`;
  return sql<boolean>`(${sql.join(
    words.map((word) => sql`${plainly(name)} like ${`%${escapeLike(word)}%`}`),
    sql` and `,
  )})`;
}

export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
