import { Agent, type OutgoingHttpHeaders, request } from 'node:http';

export interface Load {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

interface Asking {
  connections?: number;
  warmUp?: number;
  requests?: number;
  /** Of somebody who is signed in. */
  cookie?: string;
}

/** Asks for one address over and over with so many connections, after a warm-up. @throws Error when an answer is not 200. */
export async function load(
  address: string,
  { connections = 4, warmUp = 50, requests = 1000, cookie }: Asking = {},
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = cookie === undefined ? {} : { Cookie: cookie };
  await run(address, agent, connections, warmUp, headers);
  const began = performance.now();
  const times = (await run(address, agent, connections, requests, headers)).sort((a, b) => a - b);
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;
  return { perSecond: requests / seconds, p50: at(0.5), p99: at(0.99) };
}

async function run(
  address: string,
  agent: Agent,
  connections: number,
  requests: number,
  headers: OutgoingHttpHeaders,
): Promise<number[]> {
  const times: number[] = [];
  let left = requests;
  const one = async () => {
    while (left-- > 0) {
      const began = performance.now();
      await get(address, agent, headers);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  return times;
}

const get = (address: string, agent: Agent, headers: OutgoingHttpHeaders): Promise<void> =>
  new Promise((resolve, reject) => {
    // Many visitors, so that none meets the limit of one.
    request(
      address,
      { agent, headers: { ...headers, 'X-Forwarded-For': `198.51.100.${Math.floor(Math.random() * 250)}` } },
      (response) => {
        response.resume();
        response.once('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`${address} answered ${response.statusCode}`)),
        );
      },
    )
      .once('error', reject)
      .end();
  });
