import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** A Typst program with its data, and the folder and fonts that it is set with. */
export interface Typesetter {
  /** @throws Error when the program does not compile. */
  set(data: string): Promise<Uint8Array>;
}

/**
 * What a thread does: it opens the compiler once, and sets one document after another. Text and no module, because a thread cannot start
 * from a file of the bundle that the server is. The compiler remembers every document that it has set until it is told to let go.
 */
const thread = `
const { createRequire } = require('node:module');
const { parentPort, workerData } = require('node:worker_threads');
const { NodeCompiler } = createRequire(workerData.from)('@myriaddreamin/typst-ts-node-compiler');
const { workspace, fonts, program } = workerData;
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fonts.map((font) => Buffer.from(font)) }] });
parentPort.on('message', (data) => {
  try {
    const compiled = compiler.compile({ mainFileContent: program, inputs: { document: data } });
    if (!compiled.result) {
      const problem = compiled.takeDiagnostics();
      throw new Error('The PDF could not be set: ' + JSON.stringify(problem ? problem.shortDiagnostics : []));
    }
    const bytes = new Uint8Array(compiler.pdf(compiled.result, { pdfStandard: 'ua-1' }));
    compiler.evictCache(5);
    parentPort.postMessage({ bytes }, [bytes.buffer]);
  } catch (error) {
    parentPort.postMessage({ problem: String(error.message || error) });
  }
});
`;

interface Seat {
  worker: Worker;
  busy: boolean;
}

/** A document for every core at a time, in threads of their own: no page waits while one is set. */
export function createTypesetter(given: {
  program: string;
  workspace: string;
  fonts: readonly Uint8Array[];
  from: string;
}): Typesetter {
  const seats: Seat[] = [];
  const waiting: ((seat: Seat) => void)[] = [];
  const most = Math.max(1, availableParallelism());

  function open(): Seat {
    const seat = { worker: new Worker(thread, { eval: true, workerData: given }), busy: false };
    // One that waits for work does not keep the program running.
    seat.worker.unref();
    seats.push(seat);
    return seat;
  }
  async function take(): Promise<Seat> {
    const free = seats.find(({ busy }) => !busy) ?? (seats.length < most ? open() : null);
    const seat = free ?? (await new Promise<Seat>((resolve) => waiting.push(resolve)));
    seat.busy = true;
    return seat;
  }
  function leave(seat: Seat): void {
    seat.busy = false;
    waiting.shift()?.(seat);
  }

  return {
    async set(data) {
      const seat = await take();
      const { worker } = seat;
      worker.ref();
      try {
        return await new Promise<Uint8Array>((resolve, reject) => {
          const over = () => {
            worker.off('message', told);
            worker.off('error', died);
          };
          const told = ({ bytes, problem }: { bytes?: Uint8Array; problem?: string }) => {
            over();
            if (bytes) resolve(bytes);
            else reject(new Error(problem));
          };
          const died = (error: Error) => {
            over();
            seats.splice(seats.indexOf(seat), 1);
            reject(error);
          };
          worker.on('message', told);
          worker.on('error', died);
          worker.postMessage(data);
        });
      } finally {
        worker.unref();
        leave(seats.includes(seat) ? seat : open());
      }
    },
  };
}
