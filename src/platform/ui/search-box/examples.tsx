import type { Example } from '../example';
import { SearchBox } from './search-box';

export const examples: Example[] = [
  { name: 'Search box', html: () => <SearchBox id="find" label="Find a document" action="/design" /> },
  {
    name: 'Search as you type',
    about: 'Refreshes the list below it; the button is for those without script.',
    html: () => (
      <>
        <SearchBox id="find-live" label="Name, postcode or URN" action="/design" live="found" value="weir" />
        <p id="found" data-live-says="2 schools found">
          2 schools found
        </p>
      </>
    ),
  },
];
