import { raw } from 'hono/html';

/** A chart for a page, and the same for a phone: shrunk, the first could not be read there. As `ChartFigure` takes them. */
export interface Drawings {
  svg: ReturnType<typeof raw>;
  narrow: ReturnType<typeof raw>;
}

/** As wide as the text of a page on a phone of 360 pixels. */
const phoneWidth = 330;

/** Drawing takes longer than everything else on a page together, and the same figures make the same drawing: the last few hundred are kept. */
const kept = new Map<string, Promise<Drawings>>();
const mostKept = 500;

/** Draws a chart twice, once where it was not drawn lately. How its figures are written (`format`) may depend on the figure alone. */
export function drawings<C extends { width?: number }>(
  draw: (chart: C) => Promise<string>,
  chart: NoInfer<C>,
): Promise<Drawings> {
  const name = JSON.stringify(chart, (_, value) => (typeof value === 'function' ? String(value) : value));
  const drawn = kept.get(name) ?? both(draw, chart);
  kept.delete(name);
  kept.set(name, drawn);
  if (kept.size > mostKept) kept.delete(kept.keys().next().value as string);
  return drawn;
}

async function both<C extends { width?: number }>(draw: (chart: C) => Promise<string>, chart: C): Promise<Drawings> {
  const [wide, narrow] = await Promise.all([draw(chart), draw({ ...chart, width: phoneWidth })]);
  return { svg: raw(wide), narrow: raw(narrow) };
}
