import { textSize, widthOf } from './chart';

/** A side of a place on which words may stand: how far from it, and which of their ends is there. */
export interface Side {
  dx: number;
  dy: number;
  textAnchor: 'start' | 'end';
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export function boxOf(text: string, [x, y]: readonly [number, number], { dx, dy, textAnchor }: Side): Box {
  const [end, wide, high] = [x + dx, widthOf(text), textSize * 1.24];
  return {
    left: textAnchor === 'start' ? end : end - wide,
    right: textAnchor === 'start' ? end + wide : end,
    top: y + dy - high / 2,
    bottom: y + dy + high / 2,
  };
}

/**
 * On which of these sides words stand: the first that keeps them inside and off those that are `taken`, to which they are added. Where there is
 * none, the first that keeps them inside.
 */
export function freeSide(
  text: string,
  at: (side: Side) => readonly [number, number],
  sides: readonly [Side, ...Side[]],
  inside: Box,
  taken: Box[],
): Side {
  const boxes = sides.map((side) => ({ side, box: boxOf(text, at(side), side) }));
  const within = boxes.filter(({ box }) => isWithin(box, inside));
  const chosen = within.find(({ box }) => !taken.some((other) => meets(box, other))) ?? within[0] ?? boxes[0]!;
  taken.push(chosen.box);
  return chosen.side;
}

const isWithin = (box: Box, inside: Box): boolean =>
  box.left >= inside.left && box.right <= inside.right && box.top >= inside.top && box.bottom <= inside.bottom;

const meets = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
