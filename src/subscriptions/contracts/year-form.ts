import type { Form } from '../../platform/web';
import type { YearWish } from './years';

export interface YearForm {
  pupils: string;
  fee: string;
  reason: string;
}
export type YearErrors = Partial<Record<keyof YearForm, string>>;

/** What the office typed for a year, as figures and a reason, or what is wrong with it. */
export function readYearForm(
  form: Form,
  byHand: boolean,
): { typed: YearForm; errors: YearErrors; wish: YearWish | null } {
  const typed = { pupils: form.get('pupils'), fee: form.get('fee'), reason: form.get('reason') };
  const errors: YearErrors = {};
  const figure = typed.pupils.replace(/[,\s]/g, '');
  const pupils = /^\d{1,5}$/.test(figure) ? Number(figure) : null;
  const pounds = typed.fee.replace(/[£,\s]/g, '');
  const feePence = byHand && /^\d{1,7}(\.\d\d?)?$/.test(pounds) ? Math.round(Number(pounds) * 100) : null;
  if (figure !== '' && pupils === null) errors.pupils = 'Enter a whole number of pupils, like 285';
  else if (figure === '' && !byHand) errors.pupils = 'Enter the number of pupils';
  if (byHand && pounds !== '' && feePence === null) errors.fee = 'Enter the fee in pounds, like 5,000';
  else if (byHand && pounds === '' && figure === '')
    errors.fee = 'Enter the fee that was agreed, or another number of pupils';
  if (typed.reason === '') errors.reason = 'Say why, such as “recount in October agreed with the school”';
  else if (typed.reason.length > 200) errors.reason = 'Say it in 200 letters or fewer';
  const wish = Object.keys(errors).length === 0 ? { pupils, feePence, reason: typed.reason } : null;
  return { typed, errors, wish };
}
