import { z } from 'zod';

/** What one process asks of another that holds the data folder: the words typed, and where. */
export const asked = z.object({ argv: z.array(z.string()), cwd: z.string() });

/** What comes back, line by line. */
export const line = z.union([
  z.object({ out: z.string() }),
  z.object({ say: z.string() }),
  z.object({ exit: z.number() }),
]);
