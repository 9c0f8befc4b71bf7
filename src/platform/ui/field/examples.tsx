import type { Example } from '../example';
import { Select } from '../select/select';
import { TextInput } from '../text-input/text-input';
import { FieldRow, Fieldset } from './field';

export const examples: Example[] = [
  {
    name: 'Fields side by side',
    about: 'Above a list: they stack on a phone.',
    html: () => (
      <FieldRow>
        <TextInput id="row-name" name="row-name" label="Name or postcode" />
        <Select id="row-area" name="row-area" label="Area" options={[{ value: '', text: 'Any' }]} />
      </FieldRow>
    ),
  },
  {
    name: 'Several inputs, one question',
    html: () => (
      <Fieldset id="contact" legend="Who should we call?" hint="In the school day" group>
        <TextInput id="contact-name" name="contact-name" label="Name" width={20} />
        <TextInput id="contact-phone" name="contact-phone" label="Telephone" width={10} type="tel" />
      </Fieldset>
    ),
  },
];
