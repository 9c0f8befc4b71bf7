import { sees } from '../../platform/actor';
import { Tabs } from '../../platform/ui';
import type { May, Req } from '../../platform/web';

export const readsAudit: May = (actor) => sees(actor, 'audit/*');
export const readsMail: May = (actor) => sees(actor, 'mail/*');
export const seesJobs: May = (actor) => sees(actor, 'jobs/*');

/** The pages of administration that this person may open. */
export const tabs = (req: Req, current: string) => (
  <Tabs
    label="Administration"
    items={[
      { text: 'What was done', href: '/administration', shown: readsAudit },
      { text: 'Terms for pupils’ pages', href: '/data-sharing-terms/versions', shown: readsAudit },
      { text: 'Letters', href: '/administration/letters', shown: readsMail },
      { text: 'Background work', href: '/administration/jobs', shown: seesJobs },
    ]
      .filter((tab) => tab.shown(req.actor, {}))
      .map(({ text, href }) => ({ text, href, current: href === current }))}
  />
);
