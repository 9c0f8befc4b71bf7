import type { Child } from 'hono/jsx';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { ChartFigure } from './chart-figure/chart-figure';
import { DateInput } from './date-input/date-input';
import { withQuery } from './link';
import { MoneyBar, roundTicks } from './money-bar/money-bar';
import { Pagination, pagesShown } from './pagination/pagination';
import { DayBlocks, UnitBar } from './units/units';
import { YearRibbon } from './year-ribbon/year-ribbon';

const day = (text: string) => Temporal.PlainDate.from(text);
const dom = async (child: Child) =>
  parseHTML(`<!DOCTYPE html><html><body>${String(await child)}</body></html>`).document;
const numbers = (elements: Iterable<Element>, name: string) =>
  [...elements].map((element) => Number.parseFloat(element.getAttribute(name) ?? ''));

test('a chart with a drawing for phones keeps both from screen readers, and one without is never hidden', async () => {
  const chart = { title: 'Pupils', sentence: 'As many as before.', svg: <svg />, table: <table /> };
  const drawings = async (child: Child) =>
    [...(await dom(child)).querySelectorAll('.m-chart__drawing')].map((one) => [
      one.className.split('--')[1] ?? null,
      one.getAttribute('aria-hidden'),
    ]);
  expect(await drawings(<ChartFigure {...chart} narrow={<svg />} />)).toEqual([
    ['wide', 'true'],
    ['narrow', 'true'],
  ]);
  expect(await drawings(<ChartFigure {...chart} />)).toEqual([[null, 'true']]);
});

describe('day blocks', () => {
  test('one block is half a day, and the words say the same', async () => {
    const page = await dom(<DayBlocks used={8} held={6} left={2} />);
    expect(page.querySelectorAll('.m-units__edge')).toHaveLength(8);
    expect(page.querySelector('svg')?.getAttribute('aria-label')).toBe('2 days used, 1½ days held, ½ day left');
  });

  test('a quarter-day is half a block', async () => {
    const page = await dom(<DayBlocks used={1} held={0} left={0} />);
    const [fill] = numbers(page.querySelectorAll('.m-units__used'), 'width');
    expect(fill).toBe(7);
    expect(page.querySelectorAll('.m-units__edge')).toHaveLength(1);
  });

  test('used, held, left stand in that order without gaps or overlaps', async () => {
    const page = await dom(<DayBlocks used={3} held={2} left={4} />);
    const fills = [...page.querySelectorAll('rect:not(.m-units__edge)')];
    expect(fills.map((rect) => rect.getAttribute('class')?.replace('m-units__', ''))).toEqual([
      ...Array(3).fill('used'),
      ...Array(2).fill('held'),
      ...Array(4).fill('left'),
    ]);
    const at = numbers(fills, 'x');
    for (const [index, x] of at.entries()) if (index > 0) expect(x - (at[index - 1] ?? 0)).toBeGreaterThanOrEqual(7);
  });

  test('nothing owed draws nothing', async () => {
    const page = await dom(<DayBlocks used={0} held={0} left={0} />);
    expect(page.querySelectorAll('rect')).toHaveLength(0);
  });
});

describe('unit bar', () => {
  test('shares the width by what is used, held and left', async () => {
    const page = await dom(<UnitBar used={10} held={5} left={5} says="words" />);
    expect(page.querySelector('.m-units__used')?.getAttribute('width')).toBe('50.00%');
    expect(page.querySelector('.m-units__held')?.getAttribute('x')).toBe('50.00%');
    expect(page.querySelector('.m-units__held')?.getAttribute('width')).toBe('25.00%');
  });

  test('stays inside when the fee is more than everything', async () => {
    const page = await dom(<UnitBar used={100} held={0} left={100} mark={{ at: 400, label: 'fee' }} says="words" />);
    expect(page.querySelector('.m-units__mark')?.getAttribute('x1')).toBe('100.00%');
    expect(page.querySelector('.m-units__left')?.getAttribute('width')).toBe('50.00%');
  });

  test('an empty bar is no division by nought', async () => {
    const page = await dom(<UnitBar used={0} held={0} left={0} says="Nothing owed" />);
    expect(page.body.innerHTML).not.toContain('NaN');
  });
});

describe('year ribbon', () => {
  const ribbon = (today: string) => (
    <YearRibbon
      from={day('2018-09-01')}
      to={day('2019-08-31')}
      halfTerms={[{ name: 'Autumn 1', from: day('2018-09-03'), to: day('2018-10-26') }]}
      marks={[{ date: day('2018-09-25'), done: true }]}
      today={{ date: day(today), label: 'Today' }}
      endLabel="31 Aug"
      says="The year"
    />
  );

  test('tints only what has passed', async () => {
    const width = async (today: string) =>
      numbers((await dom(ribbon(today))).querySelectorAll('.m-ribbon__passed'), 'width');
    expect(await width('2018-09-01')).toEqual([]);
    const [part = 0] = await width('2018-09-25');
    const [whole = 0] = await width('2019-03-12');
    expect(part).toBeGreaterThan(5);
    expect(whole).toBeGreaterThan(part);
  });

  test('holds today inside the year', async () => {
    const page = await dom(ribbon('2020-01-01'));
    expect(page.querySelector('.m-ribbon__today')?.getAttribute('x1')).toBe('100.00%');
  });
});

describe('money bar', () => {
  test('stands parts end to end, and lines at their sums', async () => {
    const page = await dom(
      <MoneyBar
        says="words"
        parts={[
          { label: 'Sure', pence: 200_00 },
          { label: 'Less sure', pence: 100_00 },
        ]}
        lines={[{ label: 'Line', pence: 250_00 }]}
      />,
    );
    const parts = page.querySelectorAll('.m-money__part');
    const [, start] = numbers(parts, 'x');
    const [first, second] = numbers(parts, 'width');
    expect(start).toBe(first);
    expect(first).toBeCloseTo(2 * (second ?? 0), 1);
    const [line = 0] = numbers(page.querySelectorAll('.m-money__line'), 'x1');
    expect(line).toBeGreaterThan(start ?? 100);
    expect(line).toBeLessThan(100);
  });

  test.each([
    [45_580_000, 10_000_000],
    [1_000, 200],
    [900, 200],
    [2_400_000, 500_000],
  ])('%i pence is marked every %i', (end, step) => {
    const ticks = roundTicks(end);
    expect(ticks[1]).toBe(step);
    expect(ticks.at(-1)).toBeLessThanOrEqual(end);
    expect((ticks.at(-1) ?? 0) + step, 'the bar is marked to its end').toBeGreaterThan(end);
    expect(ticks.length).toBeLessThanOrEqual(7);
  });

  test('is marked to its end: a city’s whole income in hundreds of thousands', async () => {
    const page = await dom(<MoneyBar says="words" parts={[{ label: 'All', pence: 53_024_800 }]} lines={[]} />);
    expect([...page.querySelectorAll('.m-money__axis')].map((tick) => tick.textContent)).toEqual([
      '£0',
      '£100,000',
      '£200,000',
      '£300,000',
      '£400,000',
      '£500,000',
    ]);
  });

  test.each([
    ['both labels left of their lines: the higher', 45_580_000, 'Target'],
    ['both right of them: the lower', 200_000_000, 'Viable'],
  ])('on a phone one label stands higher, its line going up to it; %s', async (_, pence, raised) => {
    const page = await dom(
      <MoneyBar
        says="words"
        parts={[{ label: 'All', pence }]}
        lines={[
          { label: 'Viable', pence: 35_500_000 },
          { label: 'Target', pence: 43_000_000 },
        ]}
      />,
    );
    expect([...page.querySelectorAll('.m-money__label--raised')].map((label) => label.textContent)).toEqual([raised]);
    const [up] = page.querySelectorAll('.m-money__line--raised');
    expect(up?.getAttribute('x1')).toBe(page.querySelector('.m-money__label--raised')?.getAttribute('x'));
  });
});

describe('pages', () => {
  test.each([
    [1, 1, [1]],
    [1, 3, [1, 2, 3]],
    [4, 9, [1, 2, 3, 4, 5, 'gap', 9]],
    [7, 42, [1, 'gap', 6, 7, 8, 'gap', 42]],
    [42, 42, [1, 'gap', 41, 42]],
  ])('page %i of %i', (page, pages, shown) => {
    expect(pagesShown(page, pages)).toEqual(shown);
  });

  test('says which rows are shown', async () => {
    const page = await dom(<Pagination page={9} perPage={20} total={173} noun="school" href={(n) => `/?page=${n}`} />);
    expect(page.querySelector('p')?.textContent).toBe('161 to 173 of 173 schools');
    expect(page.querySelector('[rel=next]')).toBeNull();
    expect(page.querySelector('[rel=prev]')?.getAttribute('href')).toBe('/?page=8');
  });

  test.each([
    [1, '1 person'],
    [2, '2 people'],
    [0, '0 people'],
  ])('of %i row on one page says how many', async (total, says) => {
    const page = await dom(
      <Pagination page={1} perPage={20} total={total} noun="person" nouns="people" href={(n) => `/?page=${n}`} />,
    );
    expect(page.querySelector('p')?.textContent).toBe(says);
  });
});

describe('links that change the query', () => {
  test.each([
    ['/schools', { sort: 'name' }, '/schools?sort=name'],
    ['/schools?q=weir+head&page=3', { page: undefined, dir: 'desc' }, '/schools?q=weir+head&dir=desc'],
    ['/schools?page=3', { page: undefined }, '/schools'],
    ['/schools?q=weir#figures', { sort: 'name' }, '/schools?q=weir&sort=name#figures'],
    ['/schools?a=1', { a: 2, b: 'x&y' }, '/schools?a=2&b=x%26y'],
  ])('%s with %o', (address, changes, expected) => {
    expect(withQuery(address, changes)).toBe(expected);
  });
});

test('a wrong date keeps what was typed and marks the part that is wrong', async () => {
  const page = await dom(
    <DateInput
      id="from"
      name="from"
      legend="First day"
      values={{ day: 31, month: 13, year: 2019 }}
      wrong={['month']}
      error="Wrong month"
    />,
  );
  expect([...page.querySelectorAll('input')].map((input) => input.getAttribute('value'))).toEqual(['31', '13', '2019']);
  expect([...page.querySelectorAll('.govuk-input--error')].map((input) => input.id)).toEqual(['from-month']);
});
