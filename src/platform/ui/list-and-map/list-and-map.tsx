import type { Child } from 'hono/jsx';

export interface ListAndMapProps {
  /** The list is the map's text form, and always there. */
  list: Child;
  /** The drawing: hidden from screen readers, because the list says it all. */
  map: Child;
  /** What the shapes mean, and where the points come from. */
  caption: Child;
}

/** A list beside its map; on a phone the map comes first. */
export const ListAndMap = ({ list, map, caption }: ListAndMapProps) => (
  <div class="m-list-and-map">
    <div class="m-list-and-map__list">{list}</div>
    <figure class="m-list-and-map__map">
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
