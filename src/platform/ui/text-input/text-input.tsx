import { classes } from '../classes';
import { describedBy, Field, type FieldProps } from '../field/field';

export interface TextInputProps extends FieldProps {
  name: string;
  value?: string | number | undefined;
  type?: 'text' | 'date' | 'email' | 'tel' | 'password' | 'search' | 'url' | undefined;
  /** Width by the number of characters expected; full width without it. */
  width?: 2 | 3 | 4 | 5 | 10 | 20 | 30 | undefined;
  prefix?: string | undefined;
  suffix?: string | undefined;
  /** Whole numbers and amounts: the number pad on a phone, without the spin buttons. */
  numeric?: boolean | undefined;
  autocomplete?: string | undefined;
  spellcheck?: boolean | undefined;
}

/** One line of text. Amounts of money take `prefix="£"`. */
export function TextInput(props: TextInputProps) {
  const {
    id,
    name,
    value,
    type = 'text',
    width,
    prefix,
    suffix,
    numeric,
    autocomplete,
    spellcheck,
    hint,
    error,
  } = props;
  const input = (
    <input
      class={classes(
        'govuk-input',
        width && `govuk-input--width-${width}`,
        error !== undefined && 'govuk-input--error',
      )}
      id={id}
      name={name}
      type={type}
      value={value}
      inputmode={numeric ? 'numeric' : undefined}
      autocomplete={autocomplete}
      spellcheck={spellcheck}
      aria-describedby={describedBy(id, hint, error)}
    />
  );
  return (
    <Field {...props}>
      {prefix || suffix ? (
        <div class="govuk-input__wrapper">
          {prefix && (
            <div class="govuk-input__prefix" aria-hidden="true">
              {prefix}
            </div>
          )}
          {input}
          {suffix && (
            <div class="govuk-input__suffix" aria-hidden="true">
              {suffix}
            </div>
          )}
        </div>
      ) : (
        input
      )}
    </Field>
  );
}
