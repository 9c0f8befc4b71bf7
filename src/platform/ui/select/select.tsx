import { classes } from '../classes';
import { describedBy, Field, type FieldProps } from '../field/field';

export interface Option {
  value: string;
  text: string;
}

export interface SelectProps extends FieldProps {
  name: string;
  options: readonly Option[];
  value?: string | undefined;
}

/** One of many. Under seven choices, radios show them all and are better. */
export const Select = (props: SelectProps) => (
  <Field {...props}>
    <select
      class={classes('govuk-select', props.error !== undefined && 'govuk-select--error')}
      id={props.id}
      name={props.name}
      aria-describedby={describedBy(props.id, props.hint, props.error)}
    >
      {props.options.map((option) => (
        <option value={option.value} selected={option.value === (props.value ?? '')}>
          {option.text}
        </option>
      ))}
    </select>
  </Field>
);
