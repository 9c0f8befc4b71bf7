import { page, type Req, type Route, redirect, route, sameSample } from '../../../platform/web';
import { moment } from '../../../platform/words';
import { worksOnMoney } from '../policy';
import { currentDetails, nothingSaid, sayDetails } from './details';
import { type DetailsForm, readDetails } from './form';
import { DetailsPage } from './page';
import { sortCodeWords } from './words';
import '../samples';

const path = '/money/payment-details';

/** Where schools pay to: whoever works on money reads and says it. */
export const payToRoutes: Route[] = [
  route({ method: 'GET', path, may: worksOnMoney, sample: sameSample(path), handle: (req) => show(req) }),
  route({
    method: 'POST',
    path,
    may: worksOnMoney,
    sample: (world) => {
      const form = {
        before: world.paymentDetails,
        payee: 'A Partnership',
        sortCode: '00-43-21',
        accountNumber: '00654321',
      };
      return { own: { path, form }, other: { path, form } };
    },
    handle: save,
  }),
];

const meanwhileWords =
  'Somebody else saved this while you were typing. Look at what they saved, then save again if yours is right';

async function show(req: Req, form?: DetailsForm & { meanwhile?: boolean }): Promise<Response> {
  const { now, by } = await req.tx(async (tx) => {
    const found = await currentDetails(tx);
    const person = found?.saidBy
      ? await tx.selectFrom('schools.person').where('id', '=', found.saidBy).select('name').executeTakeFirst()
      : null;
    return { now: found, by: person?.name };
  });
  const meanwhile = form?.meanwhile ?? false;
  const errors = Object.entries(form?.errors ?? {}).map(([field, text]) => ({ text, href: `#${field}` }));
  return page(
    req,
    {
      title: 'Where schools pay',
      density: 'staff',
      errors: meanwhile ? [{ text: meanwhileWords, href: '#payee' }, ...errors] : errors,
    },
    <DetailsPage
      now={now}
      said={now ? `Saved${by ? ` by ${by}` : ''} on ${moment(now.saidAt)}.` : ''}
      meanwhile={meanwhile}
      typed={form?.typed ?? (now ? { ...now, sortCode: sortCodeWords(now.sortCode) } : nothingSaid)}
      errors={form?.errors ?? {}}
    />,
  );
}

async function save(req: Req): Promise<Response> {
  const { wish, ...form } = readDetails(req.form);
  if (!wish) return show(req, form);
  const before = /^\d{1,9}$/.test(req.form.get('before')) ? Number(req.form.get('before')) : 0;
  const said = await req.tx((tx) => sayDetails(tx, req, wish, before));
  if (!said.ok) return show(req, { ...form, meanwhile: true });
  const notice = wish.payee
    ? 'Invoices from now on say to pay to this account.'
    : 'Invoices from now on do not say where to pay.';
  return redirect(path, { notice: said.value.changed ? notice : 'It stays as it was.' });
}
