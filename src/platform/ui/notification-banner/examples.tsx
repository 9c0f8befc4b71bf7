import type { Example } from '../example';
import { NotificationBanner } from './notification-banner';

export const examples: Example[] = [
  {
    name: 'Done',
    about: 'Shows the new balance.',
    html: () => (
      <NotificationBanner
        id="done"
        success
        text="Tuesday 26 March, 9am to 12 noon is held"
        more="½ day left of Ofsted preparation."
      />
    ),
  },
  {
    name: 'Please note',
    html: () => (
      <NotificationBanner
        id="note"
        text="The break window is open until 31 May"
        more={<a href="/design">How that works</a>}
      />
    ),
  },
];
