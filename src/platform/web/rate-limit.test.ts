import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRateLimit, networkOf } from './rate-limit';

const limit = { calls: 2, seconds: 60 };

test('an address of IPv6 counts with its /64, however it is written', () => {
  for (const [address, network] of [
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::6', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::1]', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['64:ff9b:1:2:3:4:192.0.2.1', '64:ff9b:1:2::/64'],
    ['in-process', 'in-process'],
  ])
    expect([address, networkOf(address ?? '')]).toEqual([address, network]);
});

test('two addresses are one network exactly when their first four words are the same', () => {
  const word = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
  const four = fc.array(word, { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(four, four, four, four, (one, other, end, otherEnd) => {
      const same = one.join() === other.join();
      expect(networkOf([...one, ...end].join(':')) === networkOf([...other, ...otherEnd].join(':'))).toBe(same);
      expect(networkOf([...one, ...end].join(':'))).toBe(networkOf([...one, ...otherEnd].join(':')));
    }),
  );
});

test('what is counted apart has windows of its own, and a window ends', () => {
  let at = 0;
  const rate = createRateLimit(() => at);
  const [one, neighbour] = ['2001:db8::1', '2001:db8::2'];
  expect([rate.take(one, limit), rate.take(neighbour, limit), rate.take(one, limit)]).toEqual([0, 0, 60]);
  expect(rate.take(one, limit, '/a')).toBe(0);
  at = 59_500;
  expect(rate.take(neighbour, limit)).toBe(1);
  at = 60_000;
  expect(rate.take(one, limit)).toBe(0);
});

test('windows that are over are swept out in time, few as they are', () => {
  let at = 0;
  const rate = createRateLimit(() => at);
  for (let n = 0; n < 500; n++) rate.take(`192.0.2.${n}`, limit);
  expect(rate.size()).toBe(500);
  at = 61_000;
  rate.take('192.0.2.1', limit);
  expect(rate.size()).toBe(1);
});

test('no flood of addresses fills the memory, and who called last is still counted', () => {
  const rate = createRateLimit(() => 0, 1000);
  for (let n = 0; n < 5000; n++) rate.take(`2001:db8:0:${n.toString(16)}::1`, limit);
  expect(rate.size()).toBe(1000);
  const last = `2001:db8:0:${(4999).toString(16)}::2`;
  expect([rate.take(last, limit), rate.take(last, limit)]).toEqual([0, 60]);
});
