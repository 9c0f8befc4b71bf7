import { describe, expect, it } from 'vitest';
import { publishOffer } from '../../../offer';
import { shippedOfferText } from '../../../offer/testing';
import type { Actor } from '../../../platform/actor';
import { readPdf } from '../../../platform/documents/testing';
import { asSystem, testClock, testDatabase } from '../../../platform/testing';
import { testSite } from '../../../platform/web/testing';
import { company, system } from '../../../schools';
import { aPerson, aSchool } from '../../../schools/testing';
import { moneyRoutes } from '..';
import { credit, raiseInvoice } from '../invoices';
import { writeLetter } from '../letters';
import { invoiceBy, linesOf } from '../queries';
import { somewhere } from '../testing';
import { currentDetails, nothingSaid, sayDetails } from './details';

const database = await testDatabase();
const by = { actor: system, clock: testClock };
const site = (actor: Actor | null) => testSite(database, moneyRoutes, actor);
const urn = await asSystem(database, async (tx) => {
  const published = await publishOffer(tx, { actor: null, clock: testClock }, shippedOfferText(), 'offer.yaml');
  if (!published.ok) throw new Error('The shipped offer has mistakes.');
  return aSchool(tx, { name: 'Rivelin Bank' });
});
const officer = await aPerson(database, 'finance-officer', company, 'Fay Finance');
const administrator = await aPerson(database, 'administrator', company, 'Ada Administrator');
const head = await aPerson(database, 'headteacher', { kind: 'school', id: String(urn) }, 'Hal Head');
const stranger = await aPerson(database, 'project-officer', company, 'Pip Officer');

const path = '/money/payment-details';
const form = {
  before: '0',
  payee: '  A  Learning Partnership Ltd ',
  sortCode: '00-12-34',
  accountNumber: '0012 3456',
  reference: 'learn',
  remittanceEmail: 'money@partnership.example',
  remittanceAddress: 'Accounts\r\n 1 Weir Lane \r\n\r\nS1 1AA',
};
const held = () => asSystem(database, currentDetails);
const version = async () => String((await held())?.id ?? 0);
const raise = (key: string) =>
  asSystem(database, (tx) =>
    raiseInvoice(tx, by, {
      key,
      urn,
      due: testClock.today().add({ days: 30 }),
      lines: [{ text: 'A day of advice', quantity: 1, eachPence: 50_000, source: 'sale' }],
    }),
  );
const pageOf = (name: string, actor = head) => site(actor).get(`/schools/${urn}/money/${name}`);
const pdfOf = async (name: string) =>
  readPdf((await site(head).get(`/schools/${urn}/money/${name}/document.pdf`)).bytes);
const errors = (document: Document) => document.querySelector('.govuk-error-summary')?.textContent ?? '';

describe('while nobody has said where schools pay', () => {
  it('an invoice leaves it out, on its page and its PDF, and asks for its number', async () => {
    const { name } = await raise('first');
    expect((await pageOf(name)).text).not.toContain('How to pay');
    const { text } = await pdfOf(name);
    expect(text).not.toContain('Sort code');
    expect(text).toContain(`Please write ${name}`);
  });

  it('whoever works on money is told so, and nobody else', async () => {
    const words = 'Invoices do not say where to pay';
    for (const actor of [officer, administrator]) {
      expect((await site(actor).get('/money')).text).toContain(words);
      expect((await pageOf('INV-00001', actor)).text).toContain(words);
      expect((await site(actor).get(path)).text).toContain(words);
    }
    expect((await pageOf('INV-00001')).text).not.toContain(words);
  });
});

describe('saying it', () => {
  it('is for those who work on money', async () => {
    for (const actor of [head, stranger]) {
      expect((await site(actor).get(path)).status).toBe(403);
      expect((await site(actor).post(path, form)).status).toBe(403);
    }
    expect((await site(null).get(path)).status).toBe(303);
    // And held by the database where the page were to forget it.
    await expect(
      database.transaction({ role: 'web', actor: head, clock: testClock }, (tx) =>
        sayDetails(tx, { actor: head, clock: testClock }, somewhere, 0),
      ),
    ).rejects.toThrow('row-level security');
  });

  it.each([
    [{ payee: '' }, 'Enter the name of the account'],
    [{ payee: 'x'.repeat(71) }, '70 letters or fewer'],
    [{ sortCode: '' }, 'Enter the sort code'],
    [{ sortCode: '12-34-5' }, 'six digits, like 12-34-56'],
    [{ sortCode: '1234567' }, 'six digits, like 12-34-56'],
    [{ sortCode: '12-34-5x' }, 'six digits, like 12-34-56'],
    [{ sortCode: '١٢٣٤٥٦' }, 'six digits, like 12-34-56'],
    [{ accountNumber: '' }, 'Enter the account number'],
    [{ accountNumber: '1234567' }, 'eight digits. Put noughts in front'],
    [{ accountNumber: '123456789' }, 'eight digits'],
    [{ reference: 'PARTNERSHIP' }, '8 letters or fewer'],
    [{ reference: 'ÉCOLE' }, 'banks take no others'],
    [{ remittanceEmail: 'money@localhost' }, 'like name@example.org'],
    [{ remittanceAddress: 'x'.repeat(301) }, '300 letters or fewer'],
  ])('refuses %o, says why and keeps what was typed', async (change, words) => {
    const typed = { ...form, ...change };
    const { status, document } = await site(officer).post(path, typed);
    expect(status).toBe(422);
    expect(errors(document)).toContain(words);
    for (const name of ['sortCode', 'accountNumber', 'reference', 'remittanceEmail'] as const)
      expect(document.querySelector(`#${name}`)?.getAttribute('value') ?? '').toBe(typed[name]);
    for (const link of document.querySelectorAll('.govuk-error-summary a'))
      expect(document.querySelector(link.getAttribute('href') ?? '')).not.toBeNull();
    expect(await held()).toBeNull();
  });

  it('keeps it as banks and letters write it, is audited with what it was before, and done twice changes nothing', async () => {
    const said = await site(officer).post(path, form);
    expect(said).toMatchObject({ status: 303, location: path });
    expect(said.notice).toBe('Invoices from now on say to pay to this account.');
    expect(await held()).toMatchObject(somewhere);
    // A second click, with the page that it was sent from.
    expect((await site(officer).post(path, form)).notice).toBe('It stays as it was.');
    const deeds = await asSystem(database, (tx) =>
      tx
        .selectFrom('platform.audit')
        .where('action', '=', 'subscriptions.payment-details-said')
        .select(['person_name', 'before', 'after'])
        .execute(),
    );
    expect(deeds).toMatchObject([{ person_name: 'Fay Finance', before: null, after: { sortCode: '001234' } }]);
    const page = await site(administrator).get(path);
    expect(page.text).toContain('Saved by Fay Finance on 14 January 2019');
    expect(page.text).toContain('00-12-34');
    expect(page.document.querySelector('#payee')?.getAttribute('value')).toBe(somewhere.payee);
    expect((await site(officer).get('/money')).text).not.toContain('do not say where to pay');
  });

  it('of two who change it from the same page the second is told what the first has saved, and may save theirs then', async () => {
    const seen = await version();
    const [ours, theirs] = ['00222222', '00333333'];
    expect((await site(officer).post(path, { ...form, before: seen, accountNumber: ours })).status).toBe(303);
    const late = await site(administrator).post(path, { ...form, before: seen, accountNumber: theirs });
    expect(late.status).toBe(422);
    expect(errors(late.document)).toContain('Somebody else saved this while you were typing');
    expect(late.text).toContain(ours);
    expect(late.document.querySelector('#accountNumber')?.getAttribute('value')).toBe(theirs);
    expect(await held()).toMatchObject({ accountNumber: ours });
    const again = late.document.querySelector('input[name="before"]')?.getAttribute('value') ?? '';
    expect((await site(administrator).post(path, { ...form, before: again, accountNumber: theirs })).status).toBe(303);
    expect(await held()).toMatchObject({ accountNumber: theirs });
  });

  it('is refused where the page names a version that never was', async () => {
    for (const wrong of ['', 'x', '-1', '99999999999', '999'])
      expect((await site(officer).post(path, { ...form, before: wrong, accountNumber: '00999999' })).status).toBe(422);
  });
});

describe('an invoice', () => {
  it('says it on its page and its accessible PDF from then on, and keeps what it said', async () => {
    await site(officer).post(path, { ...form, before: await version() });
    const { name } = await raise('second');
    const page = await pageOf(name);
    for (const words of ['How to pay', somewhere.payee, '00-12-34', '00123456', `LEARN ${name}`, '1 Weir Lane'])
      expect(page.text).toContain(words);
    expect(page.text).not.toContain('has changed since');
    const pdf = await pdfOf(name);
    expect(pdf).toMatchObject({ tagged: true, ua: 1 });
    for (const words of [
      'How to pay',
      somewhere.payee,
      '00-12-34',
      '00123456',
      `LEARN ${name}`,
      'money@partnership.example',
    ])
      expect(pdf.text).toContain(words);
    expect(pdf.text).not.toContain('Please write');

    const invoice = await asSystem(database, (tx) => invoiceBy(tx, { key: 'second' }));
    await asSystem(database, (tx) => writeLetter(tx, invoice!, 0, testClock.today(), 'https://site.example'));
    const letter = await asSystem(database, (tx) =>
      tx.selectFrom('platform.mail').select('text').where('subject', 'like', `%${name}%`).executeTakeFirstOrThrow(),
    );
    // The same reference, and no account: that is read on the site.
    expect(letter.text).toContain(`Please write LEARN ${name} in`);
    expect(letter.text).not.toContain('00123456');

    await site(officer).post(path, { ...form, before: await version(), accountNumber: '00777777' });
    const later = await pageOf(name);
    expect(later.text).toContain('00777777');
    expect(later.text).toContain('This has changed since the PDF was made');
    expect((await pdfOf(name)).text).toContain('00123456');
    // One that went out before anybody had said anything.
    const first = await pageOf('INV-00001');
    expect(first.text).toContain('The PDF was made before this was said');
    expect(first.text).toContain('00777777');
    expect((await pdfOf('INV-00001')).text).not.toContain('Sort code');
  });

  it('that is paid or credited, and a credit note, ask for nothing; a statement says how to pay what is left', async () => {
    const note = await asSystem(database, async (tx) => {
      const invoice = await raiseInvoice(tx, by, {
        key: 'credited',
        urn,
        due: testClock.today(),
        lines: [{ text: 'A day', quantity: 1, eachPence: 100, source: 'sale' }],
      });
      const [line] = await linesOf(tx, invoice.id);
      return credit(tx, by, {
        key: 'credit/all',
        invoiceId: invoice.id,
        reason: 'Agreed',
        lines: [{ text: 'All', quantity: 1, eachPence: 100, source: line?.source ?? '' }],
      });
    });
    if (!note.ok) throw new Error('No credit note was written.');
    expect((await pageOf(note.value.name)).text).not.toContain('How to pay');
    expect((await pdfOf(note.value.name)).text).not.toContain('Sort code');
    const statement = await readPdf((await site(head).get(`/schools/${urn}/money/statement.pdf`)).bytes);
    expect(statement.text).toContain('00777777');
    expect(statement.text).toContain('LEARN and the number of the invoice');
  });

  it('no longer says it once it is taken away', async () => {
    const gone = await site(officer).post(path, { ...nothingSaid, before: await version() });
    expect(gone.notice).toBe('Invoices from now on do not say where to pay.');
    const { name } = await raise('last');
    expect((await pageOf(name)).text).not.toContain('How to pay');
    expect((await pdfOf(name)).text).not.toContain('Sort code');
    expect((await site(officer).get('/money')).text).toContain('Invoices do not say where to pay');
  });
});
