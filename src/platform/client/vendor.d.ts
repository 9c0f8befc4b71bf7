// The two libraries ship no types. Only what main.ts calls is described.
declare module 'govuk-frontend' {
  /** A component of GOV.UK Frontend: made once for each element with its `data-module`. */
  export type Component = new (root: Element | null) => unknown;
  export const Button: Component;
  export const ErrorSummary: Component;
  export const NotificationBanner: Component;
  export const SkipLink: Component;
  export function createAll(component: Component, config: undefined, scope: Element | Document): unknown[];
}

declare module '@ministryofjustice/frontend/moj/components/sortable-table/sortable-table.mjs' {
  export const SortableTable: import('govuk-frontend').Component;
}
