import { setImmediate } from 'node:timers/promises';
import { type messages, type PGlite, protocol } from '@electric-sql/pglite';
import { asResult, type Connection, type Source, toParameter } from './driver';
import { upkeepOf } from './upkeep';
import { type Answer, readAnswer } from './wire';

/**
 * PGlite is one connection. Kysely's own PGlite driver lets statements of others run inside an open transaction, and so with its actor;
 * here each transaction has the connection to itself until it is released.
 */
export function pgliteSource(pglite: PGlite, lookAfter?: number): Source {
  const prepared = preparedStatements(pglite);
  const upkeep = upkeepOf(async (sql) => (await pglite.exec(sql)).at(-1) ?? { rows: [] }, lookAfter);
  let turn: Promise<void> = Promise.resolve();
  let othersHadTheirs = performance.now();
  const letOthers = async () => {
    await setImmediate();
    othersHadTheirs = performance.now();
  };
  return {
    async acquire(): Promise<Connection> {
      const before = turn;
      let done = () => {};
      turn = new Promise((resolve) => {
        done = resolve;
      });
      await before;
      return {
        async query(text, parameters) {
          if (performance.now() - othersHadTheirs > longestTurn) await letOthers();
          const began = performance.now();
          try {
            return await prepared.run(text, parameters);
          } finally {
            upkeep.worked(performance.now() - began);
          }
        },
        async script(sql) {
          // Tables may be others afterwards, and a statement prepared before would then be refused.
          prepared.forget();
          return pglite.exec(sql);
        },
        release(broken) {
          // Whoever released it has their answer: what could not be done now is done at another time.
          const kept = broken ? Promise.resolve() : upkeep.doNext().catch(() => {});
          void kept.then(letOthers).then(done);
        },
      };
    },
    close: () => pglite.close(),
  };
}

/**
 * Milliseconds of statements one after another before the process looks at anything else. What PGlite promises is kept at once, without a turn
 * of the event loop: a long row of statements, as of background jobs, would keep out signals, timers and requests until its end.
 */
const longestTurn = 10;

interface Prepared {
  name: string;
  parameterTypes: number[];
  fields: messages.Field[];
}

/** So many statements are kept prepared. One that reads a school under row-level security takes some 50 KB. */
const mostKept = 200;

/** A longer one is made for one occasion. */
const longestKept = 6000;

const { serialize } = protocol;

/** What every statement ends with, written once: a writer of PGlite's is dear to make. */
const [execute, sync] = [serialize.execute({}), serialize.sync()];

/**
 * Statements by their text, parsed and planned once: under row-level security and views that is three quarters of what a statement costs.
 * `PGlite.query` sends six messages one by one and plans anew each time.
 */
function preparedStatements(pglite: PGlite) {
  const kept = new Map<string, Prepared>();
  let leaving: string[] = [];
  let made = 0;

  /** A name that is closed is gone, whatever state the transaction is in. */
  async function send(parts: Uint8Array[], known?: Prepared): Promise<Answer> {
    const closing = leaving.map((name) => serialize.close({ type: 'S', name }));
    leaving = [];
    const said: Buffer[] = [];
    await pglite.execProtocolRawStream(Buffer.concat([...closing, ...parts, sync]), {
      syncToFs: false,
      // What is given here is PGlite's own memory, which it writes over.
      onRawData: (piece) => said.push(Buffer.from(piece)),
    });
    return readAnswer(Buffer.concat(said), pglite.parsers, known);
  }

  async function prepare(text: string): Promise<Prepared> {
    const keep = text.length <= longestKept;
    const name = keep ? `s${++made}` : '';
    const { fields, parameterTypes } = await send([
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
    ]);
    const statement: Prepared = { name, parameterTypes, fields };
    if (keep) kept.set(text, statement);
    return statement;
  }

  return {
    async run(text: string, parameters: readonly unknown[]) {
      const statement = kept.get(text) ?? (await prepare(text));
      if (kept.delete(text)) kept.set(text, statement); // what was asked for last goes last: the first is the one to forget
      for (const oldest of [...kept.keys()].slice(0, -mostKept)) forget(oldest);
      const values = parameters.map((value, index) => {
        if (value == null) return null;
        const write = pglite.serializers[statement.parameterTypes[index] ?? 0];
        return write ? write(toParameter(value)) : String(toParameter(value));
      });
      const { rows, tag } = await send([serialize.bind({ statement: statement.name, values }), execute], statement);
      return asResult(rows, written(tag));
    },
    forget() {
      for (const text of [...kept.keys()]) forget(text);
    },
  };

  function forget(text: string): void {
    leaving.push(kept.get(text)?.name ?? '');
    kept.delete(text);
  }
}

/** "INSERT 0 5", "UPDATE 3", "DELETE 1": how many rows a change touched. */
const written = (tag: string): number | null =>
  /^(INSERT|UPDATE|DELETE|MERGE) /.test(tag) ? Number(tag.slice(tag.lastIndexOf(' ') + 1)) : null;
