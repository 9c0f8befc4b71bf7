import { classes } from '../classes';
import { describedBy, Field, type FieldProps } from '../field/field';

export interface TextareaProps extends FieldProps {
  name: string;
  value?: string | undefined;
  rows?: number | undefined;
}

/** Several lines of text. */
export const Textarea = (props: TextareaProps) => (
  <Field {...props}>
    <textarea
      class={classes('govuk-textarea', props.error !== undefined && 'govuk-textarea--error')}
      id={props.id}
      name={props.name}
      rows={props.rows ?? 5}
      aria-describedby={describedBy(props.id, props.hint, props.error)}
    >
      {props.value}
    </textarea>
  </Field>
);
