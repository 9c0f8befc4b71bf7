import type { Child } from 'hono/jsx';
import { KeptOrder } from '../data-table/order';
import { FieldRow } from '../field/field';
import type { Link } from '../link';

export interface FilterItem extends Link {
  current?: boolean | undefined;
  count?: number | undefined;
}

export interface FiltersProps {
  /** Names the group for screen readers: "Measure", "Show". */
  label: string;
  items: readonly FilterItem[];
}

/** Text tabs at the right of a heading. They are links: each view has its address. */
export const Filters = ({ label, items }: FiltersProps) => <Items label={label} items={items} list="m-filters" />;

/** Two ways to see the same page, as boxes: "For leaders", "For governors". */
export const Switch = ({ label, items }: FiltersProps) => <Items label={label} items={items} list="m-switch" />;

/** The views of one subject, above the page's content. */
export const Tabs = ({ label, items }: FiltersProps) => (
  <nav class="moj-sub-navigation" aria-label={label}>
    <TabList items={items.map((item): Tab => ({ ...item, state: item.current ? 'page' : undefined }))} />
  </nav>
);

export interface GroupedTab extends FilterItem {
  group: string;
}

/**
 * Many pages of one place: a tab for each group, which leads to the group's first page, and below them the pages of the group that is open.
 * A dozen tabs beside one another would take two rows on a desk and four on a phone.
 */
export function GroupedTabs({ label, items }: { label: string; items: readonly GroupedTab[] }) {
  const groups = [...Map.groupBy(items, ({ group }) => group)];
  const open = groups.find(([, pages]) => pages.some(({ current }) => current));
  return (
    <nav class="moj-sub-navigation" aria-label={label}>
      <TabList
        items={groups.flatMap(([text, pages]): Tab[] => {
          const [first] = pages;
          const state = text !== open?.[0] ? undefined : pages.length > 1 ? 'true' : 'page';
          return first ? [{ text, href: first.href, state }] : [];
        })}
      />
      {open && open[1].length > 1 && (
        <ul class="m-filters m-group-pages" aria-label={open[0]}>
          {open[1].map(({ text, href, current }) => (
            <li>
              <a href={href} aria-current={current ? 'page' : undefined}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}

interface Tab extends Link {
  count?: number | undefined;
  /** The page itself, or that it is among these. */
  state: 'page' | 'true' | undefined;
}

const TabList = ({ items }: { items: readonly Tab[] }) => (
  <ul class="moj-sub-navigation__list">
    {items.map(({ text, href, count, state }) => (
      <li class="moj-sub-navigation__item">
        <a class="moj-sub-navigation__link" href={href} aria-current={state}>
          {text}
          {count !== undefined && <span class="m-quiet"> {count}</span>}
        </a>
      </li>
    ))}
  </ul>
);

export interface FilterFormProps {
  /** The page of the list: its own address without the query. */
  action: string;
  /** The id of the list, which is refreshed as one types. Without script the button does it. */
  live: string;
  /** What the page was asked for: the order is kept. */
  query: URLSearchParams;
  children?: Child;
}

/** Fields above a list that choose what is in it. */
export const FilterForm = ({ action, live, query, children }: FilterFormProps) => (
  <search>
    <form action={action} method="get" data-live={live}>
      <FieldRow>
        {children}
        <button type="submit" class="govuk-button m-live-button" data-module="govuk-button">
          Show
        </button>
      </FieldRow>
      <KeptOrder query={query} />
    </form>
  </search>
);

const Items = ({ label, items, list }: FiltersProps & { list: string }) => (
  <nav aria-label={label}>
    <ul class={list}>
      {items.map((item) => (
        <li>
          <a href={item.href} aria-current={item.current ? 'true' : undefined}>
            {item.text}
            {item.count !== undefined && <span> {item.count}</span>}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
