import type { Example } from '../example';
import { tokens } from '../tokens';
import { ListAndMap, PlaceList } from './list-and-map';

const both = (
  <ListAndMap
    views={{ list: '/design', map: '/design?view=map', current: 'map' }}
    list={
      <PlaceList
        places={[
          { name: 'Hagg Top Primary', href: '/design', about: 'Primary, maintained. S6 9ZD' },
          { name: 'Rivelin Bank Primary', href: '/design', about: 'Primary, maintained. S6 7QX', current: true },
          { name: 'Weir Head Primary', href: '/design', about: 'Primary, academy, Weirside Trust. S6 1ZQ' },
        ]}
      />
    }
    map={
      <svg width="420" height="240" viewBox="0 0 420 240" aria-hidden="true">
        <rect width="420" height="240" fill={tokens.wash} />
        <circle cx="90" cy="80" r="6" fill={tokens['ink-2']} />
        <circle cx="190" cy="130" r="12" fill="none" stroke={tokens.petrol} stroke-width="3" />
        <circle cx="190" cy="130" r="6" fill={tokens.petrol} />
        <circle cx="300" cy="60" r="6" fill={tokens['ink-2']} />
      </svg>
    }
    caption="Points from grid references"
  />
);

export const examples: Example[] = [{ name: 'List and map', html: () => both }];
