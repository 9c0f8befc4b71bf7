import { type Line, latticeOf, type Node } from './lattice';
import { type Move, movesOf } from './moves';
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
  const isProtected = (node: Node) =>
    node.hidden === 'remainder' ? node.denominator < rules.smallestCell : node.hidden !== null;
  const proofs = new Map<Node, readonly Move[]>();
  for (;;) {
    const open = lattice.nodes.find((node) => isProtected(node) && !proofs.has(node));
    if (!open) break;
    const moves = ways.map((known) => {
      const move = cheapestMove(open, known);
      for (const node of move.toHide) node.hidden = 'complementary';
      return move;
    });
    // What is proved stays proved: hiding more leaves every move possible.
    if (moves.every(({ toHide }) => toHide.length === 0)) proofs.set(open, moves);
    else hideComplements(lattice.lines, rules.smallestCell);
  }
  // Some that were hidden first are not needed any more by those hidden later.
  for (const node of lattice.nodes.filter((one) => one.hidden === 'complementary').sort(byPupils)) {
    node.hidden = null;
    const others = [...proofs].filter(
      ([one, moves]) => one !== node && moves.some(({ cells: own }) => own.includes(node)),
    );
    const again = isRuled(lattice.lines, node, rules.smallestCell)
      ? others.map(([one]) => [one, ways.map((known) => cheapestMove(one, known))] as const)
      : null;
    if (again?.every(([, moves]) => moves.every(({ toHide }) => toHide.length === 0))) {
      proofs.delete(node);
      for (const [one, moves] of again) proofs.set(one, moves);
    } else node.hidden = 'complementary';
  }
  const verdicts = cells.map((cell): Verdict => ({ shown: true, countShown: mayShowCount(cell, rules) }));
  for (const { given, hidden } of lattice.nodes) {
    if (given !== null && hidden !== null && hidden !== 'remainder') verdicts[given] = { shown: false, reason: hidden };
  }
  return verdicts;
}

const ways = ['pupils', 'nothing'] as const;

const byPupils = (a: Node, b: Node) => b.denominator - a.denominator;

/** Rule 4, over every row and column until none changes. */
function hideComplements(lines: readonly Line[], smallest: number): void {
  let changed = true;
  while (changed) {
    changed = false;
    for (const line of lines) {
      while (wantsOneMore(line, smallest)) {
        const next = smallestShown(line);
        if (next === null) break;
        next.hidden = 'complementary';
        changed = true;
      }
    }
  }
}

/** Of cells that add up to a shown one, exactly one is hidden, or those that are hold too few pupils; or all but the sum are shown. */
function wantsOneMore({ sum, parts }: Line, smallest: number): boolean {
  const hidden = parts.filter((part) => part.hidden !== null);
  if (sum.hidden !== null) return hidden.length === 0;
  const pupils = hidden.reduce((total, part) => total + part.denominator, 0);
  return hidden.length === 1 || (hidden.length > 0 && pupils < smallest);
}

/** The smallest part goes; the sum itself only where there is no other. */
function smallestShown({ sum, parts }: Line): Node | null {
  const left = parts.filter((part) => part.hidden === null).sort((a, b) => a.denominator - b.denominator);
  return left[0] ?? (sum.hidden === null ? sum : null);
}

const isRuled = (lines: readonly Line[], node: Node, smallest: number): boolean =>
  lines.every((line) => (line.sum !== node && !line.parts.includes(node)) || !wantsOneMore(line, smallest));
