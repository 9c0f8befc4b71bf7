import type { Child } from 'hono/jsx';
import { classes } from '../classes';
import { describedBy, Field, type FieldProps } from '../field/field';

export interface FileUploadProps extends FieldProps {
  name: string;
  /** As for the HTML attribute: `.csv,text/csv`. */
  accept?: string | undefined;
  multiple?: boolean | undefined;
}

/** A form that sends a file: it says how far the upload is, and tells what is missing in our own words. */
export const FileForm = ({ action, children }: { action: string; children?: Child }) => (
  <form action={action} method="post" enctype="multipart/form-data" data-upload novalidate>
    {children}
  </form>
);

/** One file, or several, in a form that sends them. */
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
