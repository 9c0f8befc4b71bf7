import { classes } from '../classes';
import { describedBy, Field, type FieldProps } from '../field/field';

export interface FileUploadProps extends FieldProps {
  name: string;
  /** As for the HTML attribute: `.csv,text/csv`. */
  accept?: string | undefined;
  multiple?: boolean | undefined;
}

/** One file, or several. Put `data-upload` on its form to show how far the upload is. */
export const FileUpload = (props: FileUploadProps) => (
  <Field {...props}>
    <input
      class={classes('govuk-file-upload', props.error !== undefined && 'govuk-file-upload--error')}
      id={props.id}
      name={props.name}
      type="file"
      accept={props.accept}
      multiple={props.multiple}
      aria-describedby={describedBy(props.id, props.hint, props.error)}
    />
  </Field>
);
