import type { Child } from 'hono/jsx';
import { classes } from '../classes';
import { Switch } from '../filters/filters';

export interface ListAndMapProps {
  /** The list is the map's text form, and always there. */
  list: Child;
  /** The drawing: hidden from screen readers, because the list says it all. */
  map: Child;
  /** What the shapes mean, and where the points come from. */
  caption: Child;
  /** Where there is no room for both side by side: the list alone, unless the map is chosen. Each view has its address. */
  views: { list: string; map: string; current: MapView };
}

export type MapView = 'list' | 'map';

/** A list beside its map; on a phone the list, or the map above it. */
export const ListAndMap = ({ list, map, caption, views }: ListAndMapProps) => (
  <div class={classes('m-list-and-map', views.current === 'list' && 'm-list-and-map--list')}>
    <div class="m-list-and-map__switch">
      <Switch
        label="Ways to look at them"
        items={[
          { text: 'List', href: views.list, current: views.current === 'list' },
          { text: 'Map and list', href: views.map, current: views.current === 'map' },
        ]}
      />
    </div>
    <div class="m-list-and-map__list">{list}</div>
    <figure class="m-list-and-map__map" aria-label="Map">
      <div aria-hidden="true">{map}</div>
      <figcaption class="m-small m-quiet">{caption}</figcaption>
    </figure>
  </div>
);

export interface Place {
  name: string;
  href: string;
  /** One line: "Primary, maintained. S6 9ZD". */
  about: Child;
  current?: boolean | undefined;
}

/** Places in a column, the chosen one marked. */
export const PlaceList = ({ places }: { places: readonly Place[] }) => (
  <ul class="m-places">
    {places.map(({ name, href, about, current }) => (
      <li aria-current={current ? 'true' : undefined}>
        <a href={href}>{name}</a>
        <p>{about}</p>
      </li>
    ))}
  </ul>
);
