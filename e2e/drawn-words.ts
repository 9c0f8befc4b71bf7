import type { Page } from 'playwright-core';

/**
 * The drawings with words that can be seen on the page, and what is wrong with their words: smaller than `least` pixels as they are shown, on one
 * another, or cut off at an edge.
 */
export const drawnWords = (page: Page, least: number): Promise<{ drawings: number; faults: string[] }> =>
  page.evaluate((least) => {
    const boxOf = (element: Element) => element.getBoundingClientRect();
    // Letters fill the middle of their line alone.
    const inkOf = (text: SVGTextElement) => {
      const { left, right, top, bottom, height } = boxOf(text);
      return { left, right, top: top + height * 0.2, bottom: bottom - height * 0.2 };
    };
    type Ink = ReturnType<typeof inkOf>;
    const meet = (a: Ink, b: Ink) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;
    const drawings = [...document.querySelectorAll('svg')].flatMap((svg) => {
      // The letters of the map's squares lie behind everything.
      const words = [...svg.querySelectorAll<SVGTextElement>('text:not(.m-map__letters text)')]
        .filter((text) => text.checkVisibility() && boxOf(text).width > 0)
        .map((text) => {
          const { a, b } = text.getScreenCTM() ?? new DOMMatrix();
          const size = Number.parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
          return { text: text.textContent.trim(), size, ink: inkOf(text) };
        });
      const edge =
        getComputedStyle(svg).overflow === 'visible'
          ? { left: 0, right: document.documentElement.clientWidth, top: -Infinity, bottom: Infinity }
          : boxOf(svg);
      return words.length === 0 ? [] : [{ words, edge }];
    });
    const faults = drawings.flatMap(({ words, edge }) =>
      words.flatMap(({ text, size, ink }, at) => [
        ...(size < least ? [`${text}: ${size.toFixed(1)} pixels`] : []),
        ...(ink.left < edge.left - 1 ||
        ink.right > edge.right + 1 ||
        ink.top < edge.top - 1 ||
        ink.bottom > edge.bottom + 1
          ? [`${text}: cut off`]
          : []),
        ...words
          .slice(at + 1)
          .filter((other) => meet(ink, other.ink))
          .map((other) => `${text}: lies on ${other.text}`),
      ]),
    );
    return { drawings: drawings.length, faults };
  }, least);
