import { ok, type Result, refused } from '../../platform/result';

/** Identifiers of pupils and schools (identifiers-and-files.md sections 1 and 2). */

/** The letters of a unique pupil number, by value 0 to 22: no I, O or S. */
export const upnLetters = 'ABCDEFGHJKLMNPQRTUVWXYZ';

export interface UniquePupilNumber {
  /** Upper case, without spaces. */
  upn: string;
  /** A letter in the last place. */
  temporary: boolean;
}

/** The check letter of characters 2 to 13: weights 2 to 13, remainder by 23. */
export function checkLetter(characters: string): string {
  const total = [...characters].reduce((sum, one, index) => {
    const value = /\d/.test(one) ? Number(one) : upnLetters.indexOf(one);
    return sum + value * (index + 2);
  }, 0);
  return upnLetters[total % 23] ?? '';
}

/** Reads a UPN; lower case and spaces are accepted. The refusal is a sentence. With `authorities`, characters 2 to 4 have to be one of them. */
export function readUpn(input: string, authorities?: ReadonlySet<string>): Result<UniquePupilNumber, string> {
  const upn = input.replaceAll(/\s/g, '').toUpperCase();
  if (upn.length !== 13) return refused(`A UPN has 13 characters: this has ${upn.length}.`);
  const [first = '', ...rest] = upn;
  const body = rest.join('');
  if (!upnLetters.includes(first)) return refused('Character 1 of a UPN is a letter, and never I, O or S.');
  if (!/^\d{3}/.test(body)) return refused('Characters 2 to 4 of a UPN are the number of a local authority.');
  if (!/^\d{8}$/.test(body.slice(3, 11))) return refused('Characters 5 to 12 of a UPN are figures.');
  const last = body.slice(11);
  if (!/\d/.test(last) && !upnLetters.includes(last)) {
    return refused('Character 13 of a UPN is a figure, or a letter other than I, O and S.');
  }
  if (checkLetter(body) !== first)
    return refused('Wrong check letter at character 1: one of the characters is mistyped.');
  if (authorities && !authorities.has(body.slice(0, 3))) {
    return refused(`Characters 2 to 4 of a UPN are the number of a local authority: ${body.slice(0, 3)} is none.`);
  }
  return ok({ upn, temporary: /\D/.test(last) });
}

/** Six figures, 100000 to 149999. */
export const isUrn = (input: string): boolean => /^1[0-4]\d{4}$/.test(input.trim());

export interface LaEstab {
  la: number;
  establishment: number;
}

/** 3732014 or 373/2014: authority and establishment, which is never written with leading zeros. Null for anything else. */
export function readLaEstab(input: string): LaEstab | null {
  const [, la, establishment] = /^\s*([2-9]\d{2})\s*\/?\s*([1-9]\d{3})\s*$/.exec(input) ?? [];
  return la && establishment && Number(la) >= 201 ? { la: Number(la), establishment: Number(establishment) } : null;
}
