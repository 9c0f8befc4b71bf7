import './main.scss';
import { SortableTable } from '@ministryofjustice/frontend/moj/components/sortable-table/sortable-table.mjs';
import { Button, createAll, ErrorSummary, NotificationBanner, SkipLink } from 'govuk-frontend';
import { initPasskeys } from '../sign-in/client';
import { startLive } from './live';
import { startMenus } from './menu';
import { forgetNotice } from './notice';
import { startRefresh } from './refresh';
import { startUpload } from './upload';

const components = [Button, ErrorSummary, NotificationBanner, SkipLink, SortableTable];

/** Starts what script adds to a page, or to a part that has just been replaced. The page is whole without it. */
function start(scope: Element | Document): void {
  for (const component of components) createAll(component, undefined, scope);
  startLive(scope, start);
  startUpload(scope, start);
  startRefresh(scope, start);
  startMenus(scope);
  initPasskeys(scope);
  forgetNotice();
}

// GOV.UK Frontend styles and starts its components only where it finds these.
document.body.classList.add('js-enabled', 'govuk-frontend-supported');
start(document);

// What paper leaves out of a form it tells by the attributes, which do not follow the typing.
addEventListener('beforeprint', () => {
  for (const input of document.querySelectorAll<HTMLInputElement>('input:not([type="file"])'))
    input.defaultValue = input.value;
});
