import type { Offer } from '../../offer';
import type { Form } from '../../platform/web';

/** What was typed into the form that completes a subscription, and what is wrong with it. */
export interface TypedForm {
  name: string;
  plan: string;
  purchaseOrder: string;
  /** With whom the school means to pool its credit. */
  poolWith?: string;
  authorised: boolean;
}
export type FormErrors = Partial<Record<keyof TypedForm, string>>;

export const emptyForm: TypedForm = { name: '', plan: '', purchaseOrder: '', poolWith: '', authorised: false };

export const readTypedForm = (form: Form): TypedForm => ({
  name: form.get('name').replace(/\s+/g, ' '),
  plan: form.get('plan'),
  purchaseOrder: form.get('purchaseOrder').replace(/\s+/g, ' '),
  poolWith: form.get('poolWith').replace(/\s+/g, ' '),
  authorised: form.get('authorised') === 'yes',
});

export function formErrors(offer: Offer, typed: TypedForm): FormErrors {
  const errors: FormErrors = {};
  if (!offer.contract.plans.some(({ id }) => id === typed.plan)) errors.plan = 'Choose how you will pay';
  if (typed.purchaseOrder.length > 40) errors.purchaseOrder = 'Write the purchase order number in 40 letters or fewer';
  if ((typed.poolWith ?? '').length > 120) errors.poolWith = 'Say with whom in 120 letters or fewer';
  if (typed.name === '') errors.name = 'Type your full name';
  else if (typed.name.length > 100) errors.name = 'Type your name in 100 letters or fewer';
  if (!typed.authorised) errors.authorised = 'Tick that you are authorised, or ask somebody who is';
  return errors;
}

export const errorList = (errors: Record<string, string | undefined>): { text: string; href: string }[] =>
  Object.entries(errors).flatMap(([field, text]) => (text === undefined ? [] : [{ text, href: `#${field}` }]));
