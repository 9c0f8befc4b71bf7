import { z } from 'zod';
import source from './terms.yaml';

const text = z.string().min(1);

const schema = z
  .object({
    version: text,
    title: text,
    lead: text,
    sections: z.array(z.object({ title: text, points: z.array(text).min(1) }).strict()).min(1),
  })
  .strict();

/** The terms on which pages of pupils are opened (disclosure.md section 4). */
export type Terms = z.infer<typeof schema>;
export type TermsSection = Terms['sections'][number];

/** Those that come with the program: they hold until the office brings its own. */
export const shippedTerms: Terms = schema.parse(source);
