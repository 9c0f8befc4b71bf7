/**
 * Numbers of invented schools. Real ones were given out from 100000 upwards and had come to 149999 in 2022; Welsh schools have 400000 and more.
 * A demonstration takes no file with other numbers, and no other installation takes these.
 */
export const demonstrationUrns = { first: 199_001, last: 299_999 } as const;

export const isDemonstrationUrn = (urn: number): boolean =>
  urn >= demonstrationUrns.first && urn <= demonstrationUrns.last;
