import { messages, type PGlite, protocol } from '@electric-sql/pglite';

/** What a statement was answered: rows by the names of their fields, and what was done, as "UPDATE 3". */
export interface Answer {
  rows: Record<string, unknown>[];
  tag: string;
  fields: messages.Field[];
  parameterTypes: number[];
}

const dataRow = code('D');
const done = code('C');
/** Understood, bound, closed, no rows to come, nothing to do, ready for more: what they say is that they were sent. */
const bare: ReadonlySet<number> = new Set([...'123nIZ'].map(code));
const noValue = -1;

function code(letter: string): number {
  return letter.charCodeAt(0);
}

/**
 * What PGlite says, message by message: a letter, the length of what follows with its own four bytes, and that. Rows are read here: PGlite's
 * own reader copies and decodes every field by itself, a quarter of the time of a page with a thousand figures. Those that every statement is
 * answered with are read here too: a reader of PGlite's is dear to make, and one that has thrown is of no more use. The rest it reads.
 * @param said the bytes, whole messages.
 * @param statement whose rows these are, where it was described before.
 * @throws messages.DatabaseError the first that is told.
 */
export function readAnswer(
  said: Buffer,
  parsers: PGlite['parsers'],
  statement: Pick<Answer, 'fields'> = { fields: [] },
): Answer {
  const answer: Answer = { rows: [], tag: '', fields: statement.fields, parameterTypes: [] };
  const readers = statement.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID, read: parsers[dataTypeID] }));
  for (let at = 0; at < said.length; ) {
    const end = at + 1 + said.readInt32BE(at + 1);
    const kind = said[at] as number;
    if (kind === dataRow) answer.rows.push(readRow(said, at + 7, readers));
    else if (kind === done) answer.tag = said.toString('utf8', at + 5, end - 1);
    else if (!bare.has(kind)) new protocol.Parser().parse(said.subarray(at, end), (message) => take(message, answer));
    at = end;
  }
  return answer;
}

type Reader = { name: string; dataTypeID: number; read: PGlite['parsers'][number] | undefined };

function readRow(said: Buffer, from: number, readers: readonly Reader[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  let at = from;
  for (const { name, dataTypeID, read } of readers) {
    const length = said.readInt32BE(at);
    at += 4;
    if (length === noValue) row[name] = null;
    else {
      const text = said.toString('utf8', at, at + length);
      row[name] = read ? read(text, dataTypeID) : text;
      at += length;
    }
  }
  return row;
}

function take(message: messages.BackendMessage, answer: Answer): void {
  if (message instanceof messages.DatabaseError) throw message;
  if (message instanceof messages.ParameterDescriptionMessage) answer.parameterTypes = message.dataTypeIDs;
  else if (message instanceof messages.RowDescriptionMessage) answer.fields = message.fields;
}
