import { type Module, parseSync } from '@swc/core';

/** Something said in source code, outside comments. */
export interface Said {
  kind: 'string' | 'number' | 'template' | 'jsx' | 'key';
  text: string;
  line: number;
  /** The attribute it is the value of: 'class' in `<p class="…">`. */
  attribute?: string;
}

/** A call or an access that a rule is about: `new Date`, `Date.now`, `insertInto('schools.school')`. */
export interface Use {
  /** 'new Date', 'Date()', 'Temporal.Now', 'process.env', '.insertInto'. */
  what: string;
  /** The first argument where it is text: of a template the fixed part before the first gap. Null where it is worked out. */
  argument: string | null;
  line: number;
}

// biome-ignore lint/suspicious/noExplicitAny: a syntax tree, walked by its `type`
type Node = any;

/** Reads TypeScript or TSX: what it says and what it uses. Comments and types count for nothing. @throws Error when it is not valid. */
export function readSource(path: string, text: string): { said: Said[]; uses: Use[] } {
  // The parser counts positions on from the file it read before: a statement of ours at the start tells where this one begins.
  const tree: Module = parseSync(`;${text}`, { syntax: 'typescript', tsx: path.endsWith('x'), target: 'esnext' });
  const bytes = Buffer.from(text);
  const start = (tree.body[0]?.span.start ?? 0) + 1;
  const lineOf = (node: Node) =>
    bytes
      .subarray(0, node.span.start - start)
      .toString('utf8')
      .split('\n').length;
  const said: Said[] = [];
  const uses: Use[] = [];
  let attribute: string | undefined;
  const say = (node: Node, kind: Said['kind'], words: string) => {
    if (words.trim() !== '') said.push({ kind, text: words, line: lineOf(node), ...(attribute ? { attribute } : {}) });
  };
  const use = (node: Node, what: string, argument: string | null = null) =>
    uses.push({ what, argument, line: lineOf(node) });

  const visit = (node: Node): void => {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) {
      for (const child of node) visit(child);
      return;
    }
    switch (node.type) {
      case 'StringLiteral':
        say(node, 'string', node.value);
        break;
      case 'NumericLiteral':
        say(node, 'number', String(node.value));
        break;
      case 'TemplateLiteral':
        say(node, 'template', templateText(node));
        break;
      case 'JSXText':
        say(node, 'jsx', node.value);
        break;
      case 'JSXAttribute': {
        const outer = attribute;
        attribute = node.name.value;
        visit(node.value);
        attribute = outer;
        return;
      }
      case 'KeyValueProperty':
        if (node.key.type === 'Identifier') say(node.key, 'key', node.key.value);
        break;
      case 'NewExpression':
        if (node.callee.type === 'Identifier') use(node, `new ${node.callee.value}`);
        break;
      case 'CallExpression':
        if (node.callee.type === 'Identifier') use(node, `${node.callee.value}()`);
        if (node.callee.type === 'MemberExpression' && node.callee.property.type === 'Identifier')
          use(node, `.${node.callee.property.value}`, fixedText(node.arguments[0]?.expression));
        break;
      case 'MemberExpression':
        if (node.object.type === 'Identifier' && node.property.type === 'Identifier')
          use(node, `${node.object.value}.${node.property.value}`);
        break;
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
        return; // where from is no word of the program
      default:
        if (/^Ts(Type|Interface|Union|Literal|Keyword|Module)/.test(node.type ?? '') && node.type !== 'TsTypeAssertion')
          return;
    }
    for (const [key, child] of Object.entries(node)) if (key !== 'span' && key !== 'typeAnnotation') visit(child);
  };
  visit(tree.body.slice(1));
  return { said, uses };
}

/** A template as text: each gap stands as …, but a table that is named in one (`sql.table('schools.school')`) stands there itself. */
function templateText(node: Node): string {
  return node.quasis
    .map((part: Node, index: number) => {
      const gap = node.expressions[index];
      const table =
        gap?.type === 'CallExpression' && gap.callee.property?.value === 'table' ? gap.arguments[0]?.expression : null;
      const named = table?.type === 'TemplateLiteral' ? templateText(table) : fixedText(table);
      return `${part.cooked ?? part.raw}${gap ? (named ?? '…') : ''}`;
    })
    .join('');
}

function fixedText(node: Node): string | null {
  if (node?.type === 'StringLiteral') return node.value;
  if (node?.type === 'TemplateLiteral') return node.quasis[0].cooked;
  return null;
}
