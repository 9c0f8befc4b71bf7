import type { Child } from 'hono/jsx';
import { classes } from '../classes';

export interface SectionProps {
  title: Child;
  /** 2 unless it stands inside another section. */
  level?: 2 | 3 | undefined;
  /** ink: a section; petrol: the main thing; heather: waits for you; under: a heading with its rule below, for dense lists; none. */
  rule?: 'ink' | 'petrol' | 'heather' | 'under' | 'none' | undefined;
  /** Small words above the heading: "Next visit, in 14 days". */
  eyebrow?: Child;
  /** A sentence below the heading. */
  intro?: Child;
  /** Links, a key or filters at the right of the heading. */
  aside?: Child;
  id?: string | undefined;
  children?: Child;
}

/** A part of a page, made by space and a rule on top. */
export function Section({ title, level = 2, rule = 'none', eyebrow, intro, aside, id, children }: SectionProps) {
  const Heading = `h${level}` as 'h2';
  return (
    <section class={classes('m-section', rule !== 'none' && `m-section--${rule}`)} id={id}>
      {eyebrow !== undefined && <p class="m-section__eyebrow">{eyebrow}</p>}
      <div class="m-section__head">
        <Heading>{title}</Heading>
        {aside !== undefined && <div class="m-section__aside">{aside}</div>}
      </div>
      {intro !== undefined && <p class="m-section__intro">{intro}</p>}
      {children}
    </section>
  );
}
