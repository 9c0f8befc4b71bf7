import type { Open } from '../rules';

/** An invoice that something is left of, with what a payer may write. */
export interface OpenInvoice extends Open {
  name: string;
  urn: number;
  school: string;
  purchaseOrder: string | null;
}

/** What a line of the statement may pay, and why it is thought so. */
export interface Match {
  /** One invoice, or all that a school owes. */
  invoice: OpenInvoice | null;
  urn: number;
  school: string;
  leftPence: number;
  why: string[];
  score: number;
}

const most = 5;

/** What a line may pay, the likeliest first: by the invoice's number, its order number, the school's name or URN, and the amount. Pure. */
export function matchesOf(
  line: { pence: number; text: string; reference: string },
  open: readonly OpenInvoice[],
): Match[] {
  if (line.pence <= 0) return [];
  const words = `${line.text} ${line.reference}`;
  const plain = letters(words);
  const found: Match[] = [];
  for (const [urn, own] of Map.groupBy(open, (one) => one.urn)) {
    const school = own[0]?.school ?? '';
    const named = [
      ...(nameIn(school, plain) ? [{ why: 'the name of the school', score: 4 }] : []),
      ...(new RegExp(`(?<!\\d)${urn}(?!\\d)`).test(words) ? [{ why: 'the URN', score: 4 }] : []),
    ];
    const add = (invoice: OpenInvoice | null, leftPence: number, signs: { why: string; score: number }[]) => {
      const score = signs.reduce((sum, sign) => sum + sign.score, 0);
      if (score >= 3) found.push({ invoice, urn, school, leftPence, why: signs.map(({ why }) => why), score });
    };
    for (const invoice of own)
      add(invoice, invoice.leftPence, [
        ...(numberIn(invoice.number, words) ? [{ why: 'the number of the invoice', score: 8 }] : []),
        ...(invoice.purchaseOrder &&
        plain.includes(letters(invoice.purchaseOrder)) &&
        letters(invoice.purchaseOrder).length > 3
          ? [{ why: 'the order number', score: 5 }]
          : []),
        ...named,
        ...(invoice.leftPence === line.pence ? [{ why: 'the amount', score: 3 }] : []),
      ]);
    const all = own.reduce((sum, { leftPence }) => sum + leftPence, 0);
    if (own.length > 1)
      add(null, all, [...named, ...(all === line.pence ? [{ why: 'the amount of all it owes', score: 4 }] : [])]);
  }
  return found
    .sort((a, b) => b.score - a.score || (a.invoice && b.invoice ? a.invoice.number - b.invoice.number : 0))
    .slice(0, most);
}

/** INV-00042, inv 42, INV00042; never a part of a longer number. */
const numberIn = (number: number, words: string): boolean =>
  new RegExp(`INV[\\s:#-]*0*${number}(?!\\d)`, 'i').test(words);

/** Banks cut names after some letters and leave marks out: the first eleven letters are enough. */
function nameIn(name: string, plain: string): boolean {
  const whole = letters(name);
  return whole.length >= 5 && (plain.includes(whole) || (whole.length > 11 && plain.includes(whole.slice(0, 11))));
}

const letters = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\bst\.? /g, 'saint ')
    .replace(/[^a-z0-9]/g, '');
