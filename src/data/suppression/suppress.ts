import { type Line, latticeOf, type Node } from './lattice';
import { movesOf } from './moves';
import { type Cell, type Figure, mayShowCount, reasonAlone, usualRules, type Verdict } from './rules';

/**
 * Decides which cells of one figure may be shown outside a school, in the order given (disclosure.md section 2, rules 1 to 4 and 6). The cells are
 * all that are shown of it anywhere: everybody, each group alone, and crosses with everything that they add up to. Whatever is shown
 * then fits at least two values of every hidden count, of pupils and of those who reached it, even to somebody who knows how many pupils
 * each hidden cell has. Throws where the cells do not add up.
 *
 * First by the rules as written: small cells; then, of cells that add up to a shown one, never one alone nor fewer pupils than a
 * cell must have; smallest first. What these leave open (everybody reached it, cells that pin each other across rows and columns) is closed by
 * looking for a proof that each hidden cell is safe, and hiding the fewest pupils more where there is none.
 */
export function suppress(cells: readonly Cell[], figure: Figure): Verdict[] {
  const rules = figure.rules ?? usualRules;
  const lattice = latticeOf(cells, figure.kind);
  for (const node of lattice.nodes) {
    if (node.given !== null) node.hidden = reasonAlone(cells[node.given]!, figure);
  }
  hideComplements(lattice.lines, rules.smallestCell);
  const cheapestMove = movesOf(lattice, figure.kind);
  const safe = new Set<Node>();
  for (;;) {
    const open = lattice.nodes.find((node) => isProtected(node, rules.smallestCell) && !safe.has(node));
    if (!open) break;
    let proved = true;
    for (const known of ['pupils', 'nothing'] as const) {
      const { toHide } = cheapestMove(open, known);
      for (const node of toHide) node.hidden = 'complementary';
      proved &&= toHide.length === 0;
    }
    // What is proved stays proved: hiding more leaves every move possible.
    if (proved) safe.add(open);
    else hideComplements(lattice.lines, rules.smallestCell);
  }
  const verdicts = cells.map((cell): Verdict => ({ shown: true, countShown: mayShowCount(cell, rules) }));
  for (const { given, hidden } of lattice.nodes) {
    if (given !== null && hidden !== null && hidden !== 'remainder') verdicts[given] = { shown: false, reason: hidden };
  }
  return verdicts;
}

/** Every hidden cell, and a remainder that would be too small to show. */
const isProtected = (node: Node, smallest: number): boolean =>
  node.hidden === 'remainder' ? node.denominator < smallest : node.hidden !== null;

/** Rule 4, over every row and column until none changes. */
function hideComplements(lines: readonly Line[], smallest: number): void {
  let changed = true;
  while (changed) {
    changed = false;
    for (const line of lines) while (hideOneMore(line, smallest)) changed = true;
  }
}

function hideOneMore({ sum, parts }: Line, smallest: number): boolean {
  const hidden = parts.filter((part) => part.hidden !== null);
  const pupils = hidden.reduce((total, part) => total + part.denominator, 0);
  const enough =
    sum.hidden === null ? hidden.length !== 1 && (hidden.length === 0 || pupils >= smallest) : hidden.length > 0;
  if (enough) return false;
  const left = parts.filter((part) => part.hidden === null);
  // The smallest part goes; the sum itself only where there is no other.
  const next =
    left.reduce<Node | null>((least, part) => (least && least.denominator <= part.denominator ? least : part), null) ??
    sum;
  if (next.hidden !== null) return false;
  next.hidden = 'complementary';
  return true;
}
