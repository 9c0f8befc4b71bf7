import type { Example } from '../example';
import { TextInput } from '../text-input/text-input';
import { Checkboxes, Chips, Radios } from './choices';

export const examples: Example[] = [
  {
    name: 'Radios, side by side',
    html: () => (
      <Radios
        id="status"
        name="status"
        legend="Status"
        inline
        value="maintained"
        choices={[
          { value: 'maintained', text: 'Maintained' },
          { value: 'academy', text: 'Academy' },
        ]}
      />
    ),
  },
  {
    name: 'Radios with hints, an error, and more to say',
    html: () => (
      <Radios
        id="payment"
        name="payment"
        legend="How would you like to pay?"
        error="Choose one payment or three"
        choices={[
          { value: 'one', text: 'One payment', hint: 'In September' },
          { value: 'three', text: 'Three payments', hint: 'September, January and April' },
          {
            value: 'other',
            text: 'Another way',
            more: <TextInput id="payment-other" name="payment-other" label="Say how" width={20} />,
          },
        ]}
      />
    ),
  },
  {
    name: 'Checkboxes',
    html: () => (
      <Checkboxes
        id="sectors"
        name="sectors"
        legend="Sectors"
        hint="Tick all that apply"
        values={['primary']}
        choices={[
          { value: 'nursery', text: 'Nursery' },
          { value: 'primary', text: 'Primary' },
          { value: 'secondary', text: 'Secondary' },
        ]}
      />
    ),
  },
  {
    name: 'Chips',
    about: 'Short answers on a phone.',
    html: () => (
      <>
        <Chips
          id="spent"
          name="spent"
          legend="Time spent"
          values={['2']}
          choices={[
            { value: '2', text: '½ day' },
            { value: '4', text: '1 day' },
            { value: 'other', text: 'Other' },
          ]}
        />
        <Chips
          id="readers"
          name="readers"
          legend="Who may read it"
          many
          values={['head', 'deputy']}
          choices={[
            { value: 'head', text: 'Headteacher' },
            { value: 'deputy', text: 'Deputy head' },
            { value: 'governors', text: 'Governors' },
          ]}
        />
      </>
    ),
  },
];
