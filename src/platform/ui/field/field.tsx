import type { Child } from 'hono/jsx';
import { classes } from '../classes';

/** What every field of a form has. `id` is what the error summary links to. */
export interface FieldProps {
  id: string;
  label: Child;
  hint?: Child | undefined;
  /** Plain words of what to do; the field is then marked as wrong. */
  error?: string | undefined;
}

export interface LegendProps {
  legend: Child;
  /** The legend is the page's heading. */
  heading?: boolean | undefined;
  hint?: Child | undefined;
  error?: string | undefined;
}

/** Ids of the hint and the error, for `aria-describedby`; undefined when there is neither. */
export const describedBy = (id: string, hint: Child | undefined, error: string | undefined): string | undefined =>
  classes(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`) || undefined;

/** The box around a field: a red edge at the left when it is wrong. */
export const FormGroup = ({ error, children }: { error?: string | undefined; children?: Child }) => (
  <div class={classes('govuk-form-group', error !== undefined && 'govuk-form-group--error')}>{children}</div>
);

export const Hint = ({ id, children }: { id: string; children?: Child }) => (
  <div id={`${id}-hint`} class="govuk-hint">
    {children}
  </div>
);

export const ErrorMessage = ({ id, error }: { id: string; error: string }) => (
  <p id={`${id}-error`} class="govuk-error-message">
    <span class="govuk-visually-hidden">Error:</span> {error}
  </p>
);

/** Label, hint, error, input, in that order: the anatomy of every single field. */
export const Field = ({ id, label, hint, error, children }: FieldProps & { children?: Child }) => (
  <FormGroup error={error}>
    <label class="govuk-label" for={id}>
      {label}
    </label>
    {hint !== undefined && <Hint id={id}>{hint}</Hint>}
    {error !== undefined && <ErrorMessage id={id} error={error} />}
    {children}
  </FormGroup>
);

/** Several inputs that answer one question. `role="group"` is for inputs of text, so that readers say the hint. */
export const Fieldset = ({
  id,
  legend,
  heading,
  hint,
  error,
  group,
  children,
}: LegendProps & { id: string; group?: boolean; children?: Child }) => (
  <FormGroup error={error}>
    <fieldset class="govuk-fieldset" role={group ? 'group' : undefined} aria-describedby={describedBy(id, hint, error)}>
      <legend class={classes('govuk-fieldset__legend', heading && 'govuk-fieldset__legend--l')}>
        {heading ? <h1 class="govuk-fieldset__heading">{legend}</h1> : legend}
      </legend>
      {hint !== undefined && <Hint id={id}>{hint}</Hint>}
      {error !== undefined && <ErrorMessage id={id} error={error} />}
      {children}
    </fieldset>
  </FormGroup>
);

/** Fields side by side, as above a list; they stack when there is no room. */
export const FieldRow = ({ children }: { children?: Child }) => <div class="m-fields">{children}</div>;
