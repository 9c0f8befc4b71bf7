/** A school as far as it is compared with others: null where a feature is not known. */
export interface Described {
  urn: number;
  features: Readonly<Record<string, number | null>>;
}

export interface Near {
  urn: number;
  /** 0: alike in every feature. 1: at opposite ends of the schools in every one. */
  distance: number;
  /** Of each feature that is used, how far apart, on the same scale; null where this school's is not known. */
  apart: Readonly<Record<string, number | null>>;
}

export interface Nearest {
  near: readonly Near[];
  /** The features that decided, and those that are not known of the school itself or of no other. */
  used: readonly string[];
  unknown: readonly string[];
}

/** A feature that is not known of a school counts as if it were half of all schools away. */
const unknownApart = 0.5;

/**
 * The schools nearest to one of them. How far two are apart in a feature is how large a share of the schools lies between them, so that no
 * feature weighs more for being written in larger numbers; the distance is the mean over the features. Equal ones stand by URN.
 */
export function nearest(
  own: Described,
  others: readonly Described[],
  features: readonly string[],
  most: number,
): Nearest {
  const pool = [own, ...others.filter(({ urn }) => urn !== own.urn)];
  const used = features.filter(
    (feature) => own.features[feature] != null && pool.some((one) => one !== own && one.features[feature] != null),
  );
  const places = new Map(used.map((feature) => [feature, placesOf(pool, feature)]));
  const near = pool.slice(1).map(({ urn }): Near => {
    const apart = Object.fromEntries(
      used.map((feature) => {
        const at = places.get(feature);
        const [ours, theirs] = [at?.get(own.urn), at?.get(urn)];
        return [feature, ours === undefined || theirs === undefined ? null : Math.abs(ours - theirs)];
      }),
    );
    const sum = Object.values(apart).reduce<number>((total, one) => total + (one ?? unknownApart), 0);
    return { urn, apart, distance: used.length === 0 ? unknownApart : sum / used.length };
  });
  return {
    near: near.toSorted((a, b) => a.distance - b.distance || a.urn - b.urn).slice(0, most),
    used,
    unknown: features.filter((feature) => !used.includes(feature)),
  };
}

/** Where each school stands in a feature, from 0 to 1: by how many have less, equal ones in the middle of theirs. */
function placesOf(pool: readonly Described[], feature: string): Map<number, number> {
  const known = pool
    .flatMap(({ urn, features: { [feature]: value } }) => (value == null ? [] : [{ urn, value }]))
    .sort((a, b) => a.value - b.value);
  const places = new Map<number, number>();
  for (let from = 0; from < known.length; ) {
    let to = from;
    while (known[to + 1]?.value === known[from]?.value) to++;
    for (let at = from; at <= to; at++)
      places.set(known[at]?.urn ?? 0, known.length === 1 ? 0.5 : (from + to) / 2 / (known.length - 1));
    from = to + 1;
  }
  return places;
}

/** The feature in which a school is nearest and the one in which it is furthest, of those that are known of it. */
export function reasonsOf({ apart }: Near): { alike: string[]; apart: string[]; unknown: string[] } {
  const entries = Object.entries(apart);
  return {
    alike: entries.filter(([, far]) => far !== null && far <= 0.1).map(([feature]) => feature),
    apart: entries.filter(([, far]) => far !== null && far > 0.3).map(([feature]) => feature),
    unknown: entries.filter(([, far]) => far === null).map(([feature]) => feature),
  };
}
