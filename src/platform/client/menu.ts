import { within } from './page';

/** Menus close with Escape, and when the focus or a click goes elsewhere. They open without script. */
export function startMenus(scope: Element | Document): void {
  for (const menu of within<HTMLDetailsElement>(scope, 'details[data-menu]')) {
    menu.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !menu.open) return;
      menu.open = false;
      menu.querySelector('summary')?.focus();
    });
    const closeOutside = (event: Event) => {
      if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    };
    document.addEventListener('click', closeOutside);
    document.addEventListener('focusin', closeOutside);
  }
}
