import { classes } from '../classes';
import { describedBy, Fieldset, type LegendProps } from '../field/field';

type Part = 'day' | 'month' | 'year';

export interface DateInputProps extends LegendProps {
  /** The day has the id `ID-day`: the error summary links to that, or to the part that is wrong. */
  id: string;
  /** Fields are sent as `NAME-day`, `NAME-month` and `NAME-year`. */
  name: string;
  /** As typed, so that what was wrong is shown again. */
  values?: Partial<Record<Part, string | number>> | undefined;
  /** The parts that are wrong; all three when there is an error and none is named. */
  wrong?: readonly Part[] | undefined;
}

const parts: readonly [Part, string][] = [
  ['day', 'Day'],
  ['month', 'Month'],
  ['year', 'Year'],
];

/** A date that people know: three boxes, no picker to fight with. */
export function DateInput({ id, name, values = {}, wrong, ...legend }: DateInputProps) {
  const marked = legend.error === undefined ? [] : (wrong ?? ['day', 'month', 'year']);
  return (
    <Fieldset id={id} group {...legend}>
      <div class="govuk-date-input" id={id}>
        {parts.map(([part, text]) => (
          <div class="govuk-date-input__item">
            <div class="govuk-form-group">
              <label class="govuk-label govuk-date-input__label" for={`${id}-${part}`}>
                {text}
              </label>
              <input
                class={classes(
                  'govuk-input govuk-date-input__input',
                  `govuk-input--width-${part === 'year' ? 4 : 2}`,
                  marked.includes(part) && 'govuk-input--error',
                )}
                id={`${id}-${part}`}
                name={`${name}-${part}`}
                type="text"
                inputmode="numeric"
                value={values[part]}
                aria-describedby={marked.includes(part) ? describedBy(id, undefined, legend.error) : undefined}
              />
            </div>
          </div>
        ))}
      </div>
    </Fieldset>
  );
}
