/** Included: a tick, read out as words. */
export const Tick = ({ says = 'Yes' }: { says?: string }) => (
  <span class="m-tick">
    <svg width="16" height="13" viewBox="0 0 16 13" aria-hidden="true" focusable="false">
      <path d="M1.5 6.5 5.8 11 14.5 1.5" fill="none" stroke="currentColor" stroke-width="2.25" />
    </svg>
    <span class="govuk-visually-hidden">{says}</span>
  </span>
);

/** Stands in the way: a cross, read out as words. */
export const Cross = ({ says = 'No' }: { says?: string }) => (
  <span class="m-cross">
    <svg width="13" height="13" viewBox="0 0 13 13" aria-hidden="true" focusable="false">
      <path d="M1.5 1.5 11.5 11.5 M11.5 1.5 1.5 11.5" fill="none" stroke="currentColor" stroke-width="2.25" />
    </svg>
    <span class="govuk-visually-hidden">{says}</span>
  </span>
);

/** Stands where a figure would be, with the reason: "fewer than 6 pupils". Never zero, never blank. */
export const NotShown = ({ reason }: { reason: string }) => (
  <span class="m-not-shown">
    <svg width="36" height="12" aria-hidden="true" focusable="false">
      <rect x="0.5" y="0.5" width="35" height="11" fill="url(#m-hatch-grey)" />
    </svg>
    {reason}
  </span>
);
