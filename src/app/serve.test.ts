import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Hono } from 'hono';
import { expect, onTestFinished, test } from 'vitest';
import type { Program } from './program';
import { listen } from './serve';

const ask = async (url: string, request: string): Promise<string> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(request);
  return text(socket);
};

test('what cannot be read as a request is answered with its status, in words, and a way onward', async () => {
  const web = new Hono().get('/', (c) => c.text('here'));
  const { url, stop } = await listen({ config: { host: '127.0.0.1', port: 0 } } as Program, web);
  onTestFinished(stop);
  const address = await ask(url, `GET /?q=${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`);
  expect(address).toMatch(/^HTTP\/1.1 431 Request Header Fields Too Large\r\n/);
  expect(address).toContain('<h1>That address is too long</h1>');
  expect(address).toContain('href="/"');
  const noise = await ask(url, 'noise\r\n\r\n');
  expect(noise).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
  expect(noise).toContain('<h1>That cannot be read</h1>');
  expect(await ask(url, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain('here');
});
