import { createHash } from 'node:crypto';
import type { Markish, PlotOptions } from '@observablehq/plot';
import { tokens } from '../ui/tokens';

export type Plot = typeof import('@observablehq/plot');

export interface ChartOptions
  extends Omit<PlotOptions, 'marks' | 'document' | 'style' | 'figure' | 'title' | 'caption'> {
  marks: Markish[];
  /** The finding in words, for who does not see the drawing. Without it the drawing is hidden from screen readers: the page then says it. */
  title?: string | undefined;
}

/** Hatched fills, for what is held and not yet sure: use as `fill`. */
export const hatch = { petrol: 'url(#m-hatch-petrol)', heather: 'url(#m-hatch-heather)' } as const;

/** Sizes of a drawing in pixels, for the full width of a page's text. */
export const fullWidth = 720;
export const textSize = 14;

/**
 * Draws an Observable Plot as SVG, on the server, in our colours and font. The same text serves the page and the PDF: it has
 * presentation attributes only, because the content policy forbids style attributes and elements.
 */
export async function chart(make: (plot: Plot) => ChartOptions): Promise<string> {
  const [plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const { title, ...options } = make(plot);
  const svg = plot.plot({ width: fullWidth, ...options, document: document as unknown as Document }) as SVGSVGElement;
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const element of [svg, ...svg.querySelectorAll('*')]) tidy(element);
  for (const group of svg.querySelectorAll('g[paint-order]')) back(group);
  describe(svg, title);
  return finish(svg.outerHTML, title ?? '');
}

function tidy(element: Element): void {
  // Plot names its groups for itself ("y-axis tick label"): no words for a reader.
  for (const name of ['aria-label', 'aria-hidden', 'aria-description', 'class']) element.removeAttribute(name);
  presentStyle(element);
  for (const { name, value } of [...element.attributes]) {
    if (value === 'currentColor') element.setAttribute(name, tokens.ink);
    else if (/\d\.\d{3}/.test(value))
      element.setAttribute(
        name,
        value.replace(/-?\d+\.\d{3,}/g, (figure) => String(Number(Number(figure).toFixed(2)))),
      );
  }
}

/** What a style attribute says, as attributes of the drawing; what those cannot say is dropped. */
function presentStyle(element: Element): void {
  for (const declaration of (element.getAttribute('style') ?? '').split(';')) {
    const [name = '', value = ''] = declaration.split(/:(.*)/s).map((part) => part.trim());
    if (presentable.test(name) && value !== '') element.setAttribute(name, value);
  }
  element.removeAttribute('style');
}

const presentable = /^(fill|stroke|opacity|font|text-anchor|dominant-baseline|paint-order)(-[a-z]+)*$/;

/**
 * Puts a white ground behind words that have a white edge. The edge itself would do on a screen, but a PDF draws it letter by
 * letter, and each letter's edge bites into the one before.
 */
function back(group: Element): void {
  for (const name of ['stroke', 'stroke-width', 'stroke-linejoin', 'paint-order']) group.removeAttribute(name);
  for (const words of group.querySelectorAll('text')) {
    const width = widthOf(words.textContent ?? '');
    const anchor = words.getAttribute('text-anchor') ?? group.getAttribute('text-anchor') ?? 'middle';
    const ground = words.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'rect');
    const place = {
      x: anchor === 'start' ? -2 : anchor === 'end' ? -width - 2 : -width / 2 - 2,
      y: -textSize * 0.62,
      width: width + 4,
      height: textSize * 1.24,
    };
    for (const [name, value] of Object.entries(place)) ground.setAttribute(name, value.toFixed(1));
    ground.setAttribute('fill', tokens.white);
    ground.setAttribute('transform', words.getAttribute('transform') ?? '');
    words.before(ground);
  }
}

/** Pixels that words take, near enough: the house font averages half its size a letter. */
export const widthOf = (text: string): number => text.length * textSize * 0.5;

function describe(svg: Element, title: string | undefined): void {
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('class', 'm-plot');
  svg.setAttribute('font-family', "'Source Sans 3 Variable', 'Source Sans 3', sans-serif");
  svg.setAttribute('font-size', String(textSize));
  svg.setAttribute('focusable', 'false');
  if (title === undefined) {
    svg.setAttribute('aria-hidden', 'true');
  } else {
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', 'm-title');
  }
}

/** The hatches that are used. */
function hatches(svg: string): string {
  const used = (Object.keys(hatch) as (keyof typeof hatch)[]).filter((tone) => svg.includes(hatch[tone]));
  const patterns = used.map(
    (tone) =>
      `<pattern id="m-hatch-${tone}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="${tokens.white}"/><rect width="2" height="6" fill="${tokens[tone]}"/></pattern>`,
  );
  return used.length > 0 ? `<defs>${patterns.join('')}</defs>` : '';
}

/** Well-formed XML, with the identifiers of this drawing different from those of any other on the page. */
function finish(svg: string, title: string): string {
  const own = createHash('sha256').update(svg).digest('hex').slice(0, 8);
  return svg
    .replace(/^<svg[^>]*>/, (start) => start + hatches(svg))
    .replaceAll('&nbsp;', '\u00a0')
    .replaceAll('m-hatch-', `m-${own}-`)
    .replace('aria-label="m-title"', () => `aria-label="${escaped(title)}"`);
}

/** The document that draws writes attributes as HTML does, which XML does not accept. */
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
