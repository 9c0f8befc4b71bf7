import { parse } from 'yaml';
import { z } from 'zod';
import source from './terms.yaml?raw';

const text = z.string().min(1);

/** The terms on which pages of pupils are opened (disclosure.md section 4). */
export const terms = z
  .object({
    version: text,
    title: text,
    lead: text,
    sections: z.array(z.object({ title: text, points: z.array(text).min(1) }).strict()).min(1),
  })
  .strict()
  .parse(parse(source));
