import type { Child } from 'hono/jsx';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { Layout, type LayoutProps } from './layout';

const base: LayoutProps = {
  title: 'Find a school',
  partnershipName: 'Five Weirs Learning Partnership',
  density: 'school',
  navigation: ['Home', 'Bookings', 'Events', 'Data', 'Documents'].map((text, index) => ({
    text,
    href: `/${index}`,
    current: index === 3,
    count: index === 0 ? 3 : undefined,
  })),
  nonce: 'once',
  assets: { css: ['/assets/main.css'], js: ['/assets/main.js'] },
};

async function render(props: Partial<LayoutProps> = {}, children: Child = 'Words') {
  const text = String(
    await (
      <Layout {...base} {...props}>
        {children}
      </Layout>
    ),
  );
  return { text, page: parseHTML(text).document };
}

describe('the page', () => {
  test('says its language, its title and its name, and opens with the doctype', async () => {
    const { text, page } = await render();
    expect(text.startsWith('<!DOCTYPE html><html lang="en-GB"')).toBe(true);
    expect(page.title).toBe('Find a school – Mesters');
  });

  test('says Error first when a form came back', async () => {
    const { page } = await render({ errors: [{ text: 'Enter a name', href: '#name' }] });
    expect(page.title).toBe('Error: Find a school – Mesters');
    expect(page.querySelector('main')?.firstElementChild?.className).toBe('govuk-error-summary');
  });

  test('can be reached by the skip link, which comes first', async () => {
    const { page } = await render();
    const first = page.querySelector('a');
    expect(first?.getAttribute('href')).toBe('#main-content');
    expect(page.querySelector('main')?.id).toBe('main-content');
  });

  test('gives every script and style the nonce, and has none inline', async () => {
    const { page } = await render();
    const loaded = [...page.querySelectorAll('script, link[rel=stylesheet]')];
    expect(loaded.map((element) => element.getAttribute('nonce'))).toEqual(['once', 'once']);
    expect([...page.querySelectorAll('script')].map((script) => script.textContent)).toEqual(['']);
    expect(page.querySelector('style')).toBeNull();
  });

  test('escapes what it is given', async () => {
    const { text } = await render({ title: '<b>', partnershipName: '"&<' }, '<i>');
    expect(text).toContain('<title>&lt;b&gt; – Mesters</title>');
    expect(text).toContain('&quot;&amp;&lt;');
    expect(text).not.toContain('<i>');
  });
});

describe('the header', () => {
  test('marks the current section and what waits', async () => {
    const { page } = await render();
    const nav = page.querySelector('nav[aria-label=Main]');
    expect(nav?.querySelector('[aria-current=page]')?.textContent).toBe('Data');
    expect(nav?.querySelector('.govuk-visually-hidden')?.textContent).toBe(' (3 waiting)');
  });

  test('keeps the current section and two more in sight on a phone; the menu has all', async () => {
    const { page } = await render();
    const shown = [...page.querySelectorAll('nav[aria-label=Main] li:not(.m-nav__item--more) a')].map((link) =>
      link.getAttribute('href'),
    );
    expect(shown).toEqual(['/0', '/1', '/3']);
    expect(page.querySelectorAll('details[data-menu] nav a')).toHaveLength(5);
  });

  test('puts navigation and search in the dark bar for staff', async () => {
    const { page } = await render({ density: 'staff', search: { action: '/find', label: 'Find a school' } });
    expect(page.querySelector('.m-header nav.m-nav--dark')).not.toBeNull();
    expect(page.querySelector('form.m-header-search')?.getAttribute('action')).toBe('/find');
    expect(page.querySelector('label[for=header-search]')?.textContent).toBe('Find a school');
    expect(page.body.getAttribute('data-density')).toBe('staff');
  });

  test('shows who is signed in, or the way to', async () => {
    const visitor = await render({ signInHref: '/sign-in' });
    expect(visitor.page.querySelector('.m-header__end a')?.getAttribute('href')).toBe('/sign-in');
    const head = await render({
      signInHref: '/sign-in',
      actor: { name: 'Maya Threlfall', place: 'Rivelin Bank Primary' },
    });
    expect(head.page.querySelector('.m-header__end')?.textContent).toContain('Rivelin Bank PrimaryMaya Threlfall');
    expect(head.text).not.toContain('/sign-in');
  });
});

test('a demonstration says so, and which day it holds', async () => {
  const { page } = await render({ demonstration: { today: 'Monday 14 January 2019', moveHref: '/demonstration' } });
  const banner = page.querySelector('.m-demonstration');
  expect(banner?.textContent).toContain('Today is Monday 14 January 2019.');
  expect(banner?.querySelector('a')?.getAttribute('href')).toBe('/demonstration');
  expect((await render()).page.querySelector('.m-demonstration')).toBeNull();
});

test('a page says where it stands and what just happened', async () => {
  const { page } = await render({
    breadcrumbs: [{ text: 'Home', href: '/' }, { text: 'Schools' }],
    notification: { text: 'Saved', success: true },
    footerLinks: [{ text: 'Accessibility', href: '/accessibility' }],
  });
  expect(page.querySelector('.govuk-breadcrumbs [aria-current=page]')?.textContent).toBe('Schools');
  expect(page.querySelector('main [role=alert]')?.textContent).toContain('Saved');
  expect(page.querySelector('footer a')?.textContent).toBe('Accessibility');
});
