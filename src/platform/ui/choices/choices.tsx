import type { Child } from 'hono/jsx';
import { classes } from '../classes';
import { Fieldset, type LegendProps } from '../field/field';

export interface Choice {
  value: string;
  text: Child;
  hint?: Child;
  /** Asked besides, when this is chosen. */
  more?: Child;
  /** Of many, those of one kind stand together under its name; the kinds side by side. */
  group?: string | undefined;
}

interface ChoicesProps extends LegendProps {
  /** The first input has this id, so that the error summary can link to it; the others follow as `-2`, `-3`. */
  id: string;
  name: string;
  choices: readonly Choice[];
}

export interface RadiosProps extends ChoicesProps {
  value?: string | undefined;
  /** Side by side: for two short answers. */
  inline?: boolean | undefined;
}

export interface CheckboxesProps extends ChoicesProps {
  values?: readonly string[] | undefined;
}

type Kind = 'radio' | 'checkbox';

/** One of a few, all in sight. */
export const Radios = ({ value, inline, ...props }: RadiosProps) => (
  <Choices {...props} kind="radio" chosen={value === undefined ? [] : [value]} inline={inline} />
);

/** Any of a few. */
export const Checkboxes = ({ values = [], ...props }: CheckboxesProps) => (
  <Choices {...props} kind="checkbox" chosen={values} />
);

/** Short answers as boxes, chosen by tapping: radios, or checkboxes with `many`. */
export function Chips({ id, name, choices, values = [], many, ...legend }: CheckboxesProps & { many?: boolean }) {
  return (
    <Fieldset id={id} {...legend}>
      <div class="m-chips">
        {choices.map((choice, index) => (
          <div class="m-chips__item">
            <input
              class="m-chips__input"
              id={inputId(id, index)}
              name={name}
              type={many ? 'checkbox' : 'radio'}
              value={choice.value}
              checked={values.includes(choice.value)}
            />
            <label class="m-chips__label" for={inputId(id, index)}>
              {choice.text}
            </label>
          </div>
        ))}
      </div>
    </Fieldset>
  );
}

const inputId = (id: string, index: number): string => (index === 0 ? id : `${id}-${index + 1}`);

function Choices(props: ChoicesProps & { kind: Kind; chosen: readonly string[]; inline?: boolean | undefined }) {
  const { id, choices, kind, inline, legend, heading, hint, error } = props;
  const block = kind === 'radio' ? 'govuk-radios' : 'govuk-checkboxes';
  const inputs = (some: readonly Choice[]) => (
    <div class={classes(block, `${block}--small`, inline && `${block}--inline`)}>
      {some.map((choice) => (
        <Input {...props} block={block} choice={choice} own={inputId(id, choices.indexOf(choice))} />
      ))}
    </div>
  );
  const groups = [...Map.groupBy(choices, ({ group }) => group)];
  return (
    <Fieldset id={id} legend={legend} heading={heading} hint={hint} error={error}>
      {groups.length < 2 ? (
        inputs(choices)
      ) : (
        <div class="m-choice-groups">
          {groups.map(([name, some], n) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset inside a fieldset is read out twice over.
            <div role="group" aria-labelledby={`${id}-group-${n + 1}`}>
              <p class="m-choice-groups__name" id={`${id}-group-${n + 1}`}>
                {name}
              </p>
              {inputs(some)}
            </div>
          ))}
        </div>
      )}
    </Fieldset>
  );
}

function Input({
  name,
  kind,
  chosen,
  block,
  choice,
  own,
}: {
  name: string;
  kind: Kind;
  chosen: readonly string[];
  block: string;
  choice: Choice;
  own: string;
}) {
  return (
    <>
      <div class={`${block}__item m-choice`}>
        <input
          class={`${block}__input`}
          id={own}
          name={name}
          type={kind}
          value={choice.value}
          checked={chosen.includes(choice.value)}
          aria-describedby={choice.hint === undefined ? undefined : `${own}-item-hint`}
        />
        <label class={`govuk-label ${block}__label`} for={own}>
          {choice.text}
        </label>
        {choice.hint !== undefined && (
          <div id={`${own}-item-hint`} class={`govuk-hint ${block}__hint`}>
            {choice.hint}
          </div>
        )}
      </div>
      {choice.more !== undefined && <div class="m-choice__more">{choice.more}</div>}
    </>
  );
}
