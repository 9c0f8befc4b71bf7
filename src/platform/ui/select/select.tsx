import { classes } from '../classes';
import { describedBy, Field, type FieldProps } from '../field/field';

export interface Option {
  value: string;
  text: string;
  /** Choices of one kind stand together under its name. */
  group?: string | undefined;
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
      {[...Map.groupBy(props.options, ({ group }) => group)].map(([group, options]) => {
        const choices = options.map(({ value, text }) => (
          <option value={value} selected={value === (props.value ?? '')}>
            {text}
          </option>
        ));
        return group === undefined ? choices : <optgroup label={group}>{choices}</optgroup>;
      })}
    </select>
  </Field>
);
