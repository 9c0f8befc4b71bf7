/** A drawing of a page as one for paper: a picture of its own, in the font that documents have. */
export const drawn = (svg: { toString(): string } | null): string =>
  String(svg ?? '').replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" font-family="Source Sans 3" ');
