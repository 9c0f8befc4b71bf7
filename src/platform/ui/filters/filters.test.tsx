import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
import { GroupedTabs } from './filters';

const pages = [
  { group: 'About', text: 'About', href: '/about' },
  { group: 'Data', text: 'Published', href: '/data' },
  { group: 'Data', text: 'Own figures', href: '/own' },
];

const shown = (at: string) => {
  const items = pages.map((page) => ({ ...page, current: page.href === at }));
  const { document } = parseHTML(String(<GroupedTabs label="Pages of Rivelin Bank" items={items} />));
  return [...document.querySelectorAll('a')].map((a) =>
    [a.textContent, a.getAttribute('href'), a.getAttribute('aria-current')].filter(Boolean).join(' '),
  );
};

it('shows the pages of the open group below the groups, and says which is the page itself', () => {
  expect(shown('/own')).toEqual(['About /about', 'Data /data true', 'Published /data', 'Own figures /own page']);
});

it('shows no second row for a group of one page, nor where none is open', () => {
  expect(shown('/about')).toEqual(['About /about page', 'Data /data']);
  expect(shown('/elsewhere')).toEqual(['About /about', 'Data /data']);
});
