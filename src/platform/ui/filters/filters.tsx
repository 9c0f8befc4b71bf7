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
    <ul class="moj-sub-navigation__list">
      {items.map((item) => (
        <li class="moj-sub-navigation__item">
          <a class="moj-sub-navigation__link" href={item.href} aria-current={item.current ? 'page' : undefined}>
            {item.text}
            {item.count !== undefined && <span class="m-quiet"> {item.count}</span>}
          </a>
        </li>
      ))}
    </ul>
  </nav>
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
