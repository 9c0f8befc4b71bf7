import { Button, ButtonGroup, Inset, Section, Textarea, TextInput } from '../../../platform/ui';
import { MoneyHeading } from '../pages/office';
import { hasAccount, type SaidDetails } from './details';
import type { DetailsForm } from './form';
import { HowToPay } from './parts';

export interface DetailsView extends DetailsForm {
  /** What holds. */
  now: SaidDetails | null;
  /** Who said it and when, in words. */
  said: string;
  /** Somebody else saved meanwhile. */
  meanwhile: boolean;
}

/** Where schools pay to, as every invoice from now on says it. */
export const DetailsPage = ({ now, said, meanwhile, typed, errors }: DetailsView) => (
  <>
    <MoneyHeading
      at="/money/payment-details"
      title="Where schools pay"
      lead="Every invoice from now on says this. Those that have gone out keep what they said, and their pages show what holds today."
    />
    {hasAccount(now) ? (
      <Section title={meanwhile ? 'What was saved meanwhile' : 'On an invoice'} rule="ink" intro={said}>
        <HowToPay details={now} invoice="INV-00000" />
      </Section>
    ) : (
      <Inset>Invoices do not say where to pay yet. Schools are asked for the number of the invoice alone.</Inset>
    )}
    <Section title={now ? 'Change it' : 'Say it'}>
      <form method="post" action="/money/payment-details" novalidate>
        <input type="hidden" name="before" value={String(now?.id ?? 0)} />
        <TextInput
          id="payee"
          name="payee"
          label="Name of the account"
          width={30}
          autocomplete="off"
          value={typed.payee}
          error={errors.payee}
        />
        <TextInput
          id="sortCode"
          name="sortCode"
          label="Sort code"
          hint="Six digits"
          width={10}
          numeric
          autocomplete="off"
          value={typed.sortCode}
          error={errors.sortCode}
        />
        <TextInput
          id="accountNumber"
          name="accountNumber"
          label="Account number"
          hint="Eight digits"
          width={10}
          numeric
          autocomplete="off"
          value={typed.accountNumber}
          error={errors.accountNumber}
        />
        <TextInput
          id="reference"
          name="reference"
          label="Before the number of the invoice in the reference (optional)"
          hint="Schools are asked to write the number of the invoice. LEARN would make it LEARN INV-00042."
          width={10}
          autocomplete="off"
          value={typed.reference}
          error={errors.reference}
        />
        <TextInput
          id="remittanceEmail"
          name="remittanceEmail"
          type="email"
          label="Email address for remittance advice (optional)"
          width={30}
          autocomplete="off"
          spellcheck={false}
          value={typed.remittanceEmail}
          error={errors.remittanceEmail}
        />
        <Textarea
          id="remittanceAddress"
          name="remittanceAddress"
          label="Postal address for remittance advice (optional)"
          rows={4}
          value={typed.remittanceAddress}
          error={errors.remittanceAddress}
        />
        <p class="m-quiet">Empty every field to say nothing. Who changed it and when is kept.</p>
        <ButtonGroup>
          <Button>Save where schools pay</Button>
          <a href="/money">Cancel</a>
        </ButtonGroup>
      </form>
    </Section>
  </>
);
