import type { Child } from 'hono/jsx';
import { classes } from '../classes';

export interface SearchBoxProps {
  id: string;
  label: string;
  action: string;
  name?: string | undefined;
  value?: string | undefined;
  hint?: string | undefined;
  button?: string | undefined;
  /** The id of the list that is refreshed as one types. Without script the button does it. */
  live?: string | undefined;
  /** What the form keeps without showing it, such as the order. */
  children?: Child;
}

/** Looks for something by its name. */
export const SearchBox = ({
  id,
  label,
  action,
  name = 'q',
  value,
  hint,
  button = 'Search',
  live,
  children,
}: SearchBoxProps) => (
  <search class="moj-search">
    <form action={action} method="get" data-live={live}>
      <div class="govuk-form-group">
        <label class="govuk-label moj-search__label" for={id}>
          {label}
        </label>
        {hint && (
          <div id={`${id}-hint`} class="govuk-hint">
            {hint}
          </div>
        )}
        <div class="govuk-input__wrapper moj-search__input-wrapper">
          <input
            class="govuk-input moj-search__input"
            id={id}
            name={name}
            type="search"
            value={value}
            autocomplete="off"
            aria-describedby={hint ? `${id}-hint` : undefined}
          />
          <button
            type="submit"
            class={classes('govuk-button moj-search__button', live && 'm-live-button')}
            data-module="govuk-button"
          >
            {button}
          </button>
        </div>
      </div>
      {children}
    </form>
  </search>
);
