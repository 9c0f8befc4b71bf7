import type { Child } from 'hono/jsx';
import { classes } from '../classes';
import { Details } from '../details/details';

export interface ChartFigureProps {
  /** The finding: "Maths progress is below average". */
  title: Child;
  level?: 2 | 3 | undefined;
  /** What the chart says, for everyone. The drawing itself is hidden from screen readers. */
  sentence: Child;
  /** The drawing: SVG, with classes or presentation attributes, never a style attribute. */
  svg: Child;
  /** The same, drawn for a phone and for paper: where the wide drawing is shrunk so far that its words cannot be read. Without patterns, whose ids would stand twice. */
  narrow?: Child | undefined;
  /** The same figures as a table. */
  table: Child;
}

/** A chart with its finding, its sentence and its figures. */
export function ChartFigure({ title, level = 3, sentence, svg, narrow, table }: ChartFigureProps) {
  const Heading = `h${level}` as 'h3';
  return (
    <figure class="m-chart">
      <figcaption>
        <Heading>{title}</Heading>
      </figcaption>
      <div class={classes('m-chart__drawing', Boolean(narrow) && 'm-chart__drawing--wide')} aria-hidden="true">
        {svg}
      </div>
      {narrow && (
        <div class="m-chart__drawing m-chart__drawing--narrow" aria-hidden="true">
          {narrow}
        </div>
      )}
      <p class="m-chart__sentence">{sentence}</p>
      <Details summary="Show as a table">{table}</Details>
    </figure>
  );
}
