import type { Child } from 'hono/jsx';
import { classes } from '../classes';
import type { Link } from '../link';
import { Mark } from './mark';

export interface NavigationItem extends Link {
  current?: boolean | undefined;
  /** How many wait there. */
  count?: number | undefined;
}

export interface SearchProps {
  action: string;
  label: string;
  value?: string | undefined;
}

export interface HeaderProps {
  /** Undefined for a visitor. */
  actor?: { name: string; place?: string | undefined } | undefined;
  partnershipName: string;
  density: 'school' | 'staff';
  navigation: readonly NavigationItem[];
  /** Below the navigation in the menu: your details, settings. */
  menu?: readonly Link[] | undefined;
  /** Anything else in the menu: the form that signs out. */
  menuEnd?: Child;
  search?: boolean | SearchProps | undefined;
  signInHref?: string | undefined;
}

const defaultSearch: SearchProps = { action: '/search', label: 'Search' };

/** The dark bar, and for schools and the public the white bar of navigation below it. */
export function Header(props: HeaderProps) {
  const { actor, partnershipName, density, navigation, search, signInHref } = props;
  const staff = density === 'staff';
  const searching = search === true ? defaultSearch : search || undefined;
  return (
    <header>
      <div class="m-header">
        <div class="govuk-width-container m-header__inner">
          <a class="m-brand" href="/">
            <Mark size={staff ? 24 : 28} />
            Mesters
          </a>
          {!staff && <span class="m-header__partnership">{partnershipName}</span>}
          {staff && <Navigation items={navigation} dark />}
          {searching && <HeaderSearch {...searching} />}
          <div class="m-header__end">
            {!staff && actor?.place && <span class="m-header__place">{actor.place}</span>}
            {actor && <span class="m-header__name">{actor.name}</span>}
            {!actor && signInHref && <a href={signInHref}>Sign in</a>}
            <Menu {...props} search={searching} />
          </div>
        </div>
      </div>
      {!staff && navigation.length > 0 && <Navigation items={navigation} />}
    </header>
  );
}

/** On a phone: the current section, two more, and the rest in the menu. */
function Navigation({ items, dark }: { items: readonly NavigationItem[]; dark?: boolean }) {
  const others = items.filter((item) => !item.current).slice(0, items.some((item) => item.current) ? 2 : 3);
  const list = (
    <ul class="m-nav__list">
      {items.map((item) => (
        <li
          class={
            classes(
              item.current && 'm-nav__item--current',
              !item.current && !others.includes(item) && 'm-nav__item--more',
            ) || undefined
          }
        >
          <a class="m-nav__link" href={item.href} aria-current={item.current ? 'page' : undefined}>
            <ItemText {...item} />
          </a>
        </li>
      ))}
    </ul>
  );
  return (
    <nav class={dark ? 'm-nav m-nav--dark' : 'm-nav m-nav--bar'} aria-label="Main">
      {dark ? list : <div class="govuk-width-container">{list}</div>}
    </nav>
  );
}

const ItemText = ({ text, count }: NavigationItem) => (
  <>
    {text}
    {count !== undefined && count > 0 && (
      <span class="moj-notification-badge">
        <span aria-hidden="true">{count}</span>
        <span class="govuk-visually-hidden"> ({count} waiting)</span>
      </span>
    )}
  </>
);

/** A details element: it opens without script. Its navigation is for phones, where the bar has room for three. */
function Menu({ navigation, menu = [], menuEnd, search }: HeaderProps) {
  const phoneOnly = menu.length === 0 && menuEnd === undefined;
  return (
    <details class={classes('m-menu', phoneOnly && 'm-nav--phone-only')} data-menu>
      <summary>Menu</summary>
      <div class="m-menu__panel">
        <nav class="m-nav--phone-only" aria-label="All sections">
          <ul>
            {navigation.map((item) => (
              <li>
                <a href={item.href} aria-current={item.current ? 'page' : undefined}>
                  <ItemText {...item} />
                </a>
              </li>
            ))}
            {typeof search === 'object' && (
              <li>
                <a href={search.action}>{search.label}</a>
              </li>
            )}
          </ul>
        </nav>
        {menu.length > 0 && (
          <ul>
            {menu.map((item) => (
              <li>
                <a href={item.href}>{item.text}</a>
              </li>
            ))}
          </ul>
        )}
        {menuEnd}
      </div>
    </details>
  );
}

const HeaderSearch = ({ action, label, value }: SearchProps) => (
  <search class="m-header-search">
    <form class="m-header-search" action={action} method="get">
      <label class="govuk-visually-hidden" for="header-search">
        {label}
      </label>
      <input
        class="m-header-search__input"
        id="header-search"
        name="q"
        type="search"
        placeholder={label}
        value={value}
        autocomplete="off"
      />
      <button class="m-header-search__button govuk-visually-hidden-focusable" type="submit">
        Search
      </button>
    </form>
  </search>
);
