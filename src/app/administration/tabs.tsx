import { type Anyone, sees } from '../../platform/actor';
import { Tabs } from '../../platform/ui';
import type { Req } from '../../platform/web';

export const readsAudit = (actor: Anyone): boolean => sees(actor, 'audit/*');
export const readsMail = (actor: Anyone): boolean => sees(actor, 'mail/*');
export const seesJobs = (actor: Anyone): boolean => sees(actor, 'jobs/*');

export const administrationPages = [
  { text: 'What was done', called: 'audit record', href: '/administration', shown: readsAudit },
  { text: 'Terms for pupils’ pages', href: '/data-sharing-terms/versions', shown: readsAudit },
  { text: 'Letters', called: 'emails', href: '/administration/letters', shown: readsMail },
  { text: 'Background work', called: 'jobs', href: '/administration/jobs', shown: seesJobs },
];

/** The pages of administration that this person may open. */
export const tabs = (req: Req, current: string) => (
  <Tabs
    label="Administration"
    items={administrationPages
      .filter((tab) => tab.shown(req.actor))
      .map(({ text, href }) => ({ text, href, current: href === current }))}
  />
);
