import type { Ks2Averages } from '../key-stage-2-progress';

/** A fixture for tests, never for a page: the made-up groups of the note's example on key stage 2. */
export const madeUpKs2Averages = (minimumReading: number | null = null): Ks2Averages => {
  const rows: [number, number | null, number, number, number][] = [
    [0, 9, 85, 82, 86],
    [9, 13, 95.2, 92.4, 95.8],
    [13, 15, 99.6, 97.3, 100.1],
    [15, 17, 103.4, 100.9, 103.6],
    [17, 19, 107.1, 104.2, 106.9],
    [19, null, 111.3, 108, 111],
  ];
  return {
    year: 2018,
    groups: rows.map(([from, below, reading, writing, maths]) => ({
      from,
      below,
      averages: { reading, writing, maths },
      minimums: { reading: from === 9 ? minimumReading : null, writing: null, maths: null },
    })),
  };
};
