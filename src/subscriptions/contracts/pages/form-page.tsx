import { Button, ButtonGroup, Checkboxes, Inset, Notice, Radios, Section, TextInput } from '../../../platform/ui';
import { type SchoolHead, SchoolHeader, type SchoolTab } from '../../../schools';
import type { ShownForm } from '../form';
import { authorisedWords } from '../terms-pdf';
import type { FormErrors, TypedForm } from '../typed-form';
import { subscriptionAddress } from './school-page';
import { TermsView } from './terms-view';

export interface FormView {
  school: SchoolHead;
  tabs: readonly SchoolTab[];
  shown: ShownForm;
  typed: TypedForm;
  errors: FormErrors;
  /** How the reader would sign; or why they may only read. */
  signsAs: string | null;
  whoSigns: string;
}

/** The form: what is agreed to in plain words, and then who agrees. */
export const FormPage = ({ school, tabs, shown, typed, errors, signsAs, whoSigns }: FormView) => (
  <>
    <SchoolHeader
      school={school}
      tabs={tabs}
      at={subscriptionAddress(school.urn)}
      lead="Read what you agree to, then complete the form at the end."
    />
    {shown.newer && (
      <Notice kind="late" title="A newer version of the offer has been published.">
        This form is of version {shown.published.version}; the newest is version {shown.newer.version} of{' '}
        {shown.newer.year}. You may complete this one, or ask the partnership office to send the form again.
      </Notice>
    )}
    <TermsView terms={shown.terms} />
    {signsAs === null ? (
      <Inset>{whoSigns}</Inset>
    ) : (
      <Section title="Complete the form" rule="petrol" id="form">
        <form method="post" action={`${subscriptionAddress(school.urn)}/form`} novalidate>
          <input type="hidden" name="seal" value={shown.terms.seal} />
          <Plans shown={shown} value={typed.plan} error={errors.plan} />
          <TextInput
            id="purchaseOrder"
            name="purchaseOrder"
            label="Purchase order number (optional)"
            hint="It is printed on the invoices. You can give it later."
            width={20}
            value={typed.purchaseOrder}
            error={errors.purchaseOrder}
          />
          <PoolWith typed={typed} errors={errors} />
          <Sign typed={typed} errors={errors} signsAs={signsAs} />
          <ButtonGroup>
            <Button>Complete the form</Button>
            <a href={subscriptionAddress(school.urn)}>Not now</a>
          </ButtonGroup>
        </form>
      </Section>
    )}
  </>
);

export const Plans = ({ shown, value, error }: { shown: ShownForm; value: string; error: string | undefined }) => (
  <Radios
    id="plan"
    name="plan"
    legend="How will you pay?"
    value={value}
    error={error}
    choices={shown.published.offer.contract.plans.map(({ id, name }) => ({ value: id, text: name }))}
  />
);

/** Only what is meant: the pool is agreed when the year is planned. */
export const PoolWith = ({ typed, errors }: { typed: TypedForm; errors: FormErrors }) => (
  <TextInput
    id="poolWith"
    name="poolWith"
    label="Do you mean to pool your credit? With whom? (optional)"
    hint="The schools of your trust, or any group. It binds nobody: it is settled when you plan the year."
    value={typed.poolWith ?? ''}
    error={errors.poolWith}
  />
);

export const Sign = ({ typed, errors, signsAs }: { typed: TypedForm; errors: FormErrors; signsAs: string }) => (
  <>
    <TextInput
      id="name"
      name="name"
      label="Your full name"
      hint={`As you would sign it. You sign as ${signsAs}.`}
      autocomplete="name"
      width={30}
      spellcheck={false}
      value={typed.name}
      error={errors.name}
    />
    <Checkboxes
      id="authorised"
      name="authorised"
      legend="Confirm"
      error={errors.authorised}
      values={typed.authorised ? ['yes'] : []}
      choices={[{ value: 'yes', text: authorisedWords }]}
    />
  </>
);
