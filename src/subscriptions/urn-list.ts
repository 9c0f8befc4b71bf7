/** Many URNs in a short address: the first in full, then how far each lies from the one before. "106982.5.8" is 106982, 106987, 106995. */
export const packUrns = (urns: Iterable<number>): string =>
  [...new Set(urns)]
    .sort((a, b) => a - b)
    .map((urn, i, all) => urn - (i === 0 ? 0 : all[i - 1]!))
    .join('.');

/** Reads such a list; what is none is no URN at all. */
export function unpackUrns(packed: string): number[] {
  if (!/^\d{1,6}(\.\d{1,6}){0,29999}$/.test(packed)) return [];
  let urn = 0;
  return packed
    .split('.')
    .map((step) => {
      urn += Number(step);
      return urn;
    })
    .filter((one) => one >= 100_000 && one <= 999_999);
}
