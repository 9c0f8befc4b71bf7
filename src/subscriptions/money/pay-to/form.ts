import { isMailAddress } from '../../../platform/mail';
import type { Form } from '../../../platform/web';
import type { PaymentDetails } from './details';

export interface DetailsForm {
  typed: PaymentDetails;
  errors: Partial<Record<keyof PaymentDetails, string>>;
}

const longest = { payee: 70, reference: 8, address: 300 };

/** What was typed, and the details where nothing is wrong with it. All empty takes the account away. */
export function readDetails(form: Form): DetailsForm & { wish: PaymentDetails | null } {
  const typed: PaymentDetails = {
    payee: form.get('payee'),
    sortCode: form.get('sortCode'),
    accountNumber: form.get('accountNumber'),
    reference: form.get('reference'),
    remittanceEmail: form.get('remittanceEmail'),
    remittanceAddress: form.get('remittanceAddress'),
  };
  const wish: PaymentDetails = {
    ...typed,
    payee: typed.payee.replace(/\s+/g, ' '),
    sortCode: typed.sortCode.replace(/[\s-–—]/g, ''),
    accountNumber: typed.accountNumber.replace(/[\s-–—]/g, ''),
    reference: typed.reference.replace(/\s+/g, ' ').toUpperCase(),
    remittanceAddress: typed.remittanceAddress
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .join('\n'),
  };
  const errors = faultsOf(wish);
  return { typed, errors, wish: Object.keys(errors).length === 0 ? wish : null };
}

function faultsOf(wish: PaymentDetails): DetailsForm['errors'] {
  const errors: DetailsForm['errors'] = {};
  if (Object.values(wish).every((value) => value === '')) return errors;
  if (wish.payee === '') errors.payee = 'Enter the name of the account, or empty every field to say nothing';
  else if (wish.payee.length > longest.payee) errors.payee = `Enter a name of ${longest.payee} letters or fewer`;
  if (wish.sortCode === '') errors.sortCode = 'Enter the sort code';
  else if (!/^\d{6}$/.test(wish.sortCode)) errors.sortCode = 'Enter a sort code of six digits, like 12-34-56';
  if (wish.accountNumber === '') errors.accountNumber = 'Enter the account number';
  else if (!/^\d{8}$/.test(wish.accountNumber))
    errors.accountNumber = 'Enter an account number of eight digits. Put noughts in front of a shorter one';
  if (wish.reference.length > longest.reference)
    errors.reference = `Enter ${longest.reference} letters or fewer: a bank takes 18 in all, and the number of the invoice stands among them`;
  else if (!/^[A-Z0-9 ./&-]*$/.test(wish.reference))
    errors.reference = 'Use letters, digits, full stops, hyphens, slashes and “&” only: banks take no others';
  if (wish.remittanceEmail !== '' && !isMailAddress(wish.remittanceEmail))
    errors.remittanceEmail = 'Enter an email address like name@example.org';
  if (wish.remittanceAddress.length > longest.address)
    errors.remittanceAddress = `Enter an address of ${longest.address} letters or fewer`;
  return errors;
}
