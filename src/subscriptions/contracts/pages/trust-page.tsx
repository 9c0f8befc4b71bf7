import type { Child } from 'hono/jsx';
import {
  Button,
  ButtonGroup,
  Checkboxes,
  DataTable,
  Details,
  EmptyState,
  PageHeading,
  Section,
  SummaryList,
  Tag,
  TextInput,
} from '../../../platform/ui';
import { counted, money } from '../../../platform/words';
import type { ShownForm } from '../form';
import type { State } from '../state';
import { pupilWords } from '../terms';
import type { FormErrors, TypedForm } from '../typed-form';
import { stateName, stateTone } from '../words';
import { Plans, PoolWith, Sign } from './form-page';
import { subscriptionAddress } from './school-page';
import { TermsView } from './terms-view';

export interface TrustLine {
  urn: number;
  name: string;
  state: State;
  next: string;
  feePence: number | null;
  mayIndicate: boolean;
  mayComplete: boolean;
}

interface OfTrust {
  trust: { uid: number; name: string };
}

/** A trust's schools with where each stands; several are ticked and taken through at once. */
export const TrustPage = ({
  trust,
  tabs,
  lines,
  error,
}: OfTrust & { tabs: Child; lines: readonly TrustLine[]; error: string | undefined }) => {
  const indicates = lines.filter((line) => line.mayIndicate);
  const completes = lines.filter((line) => line.mayComplete);
  return (
    <>
      <PageHeading
        title={`Subscriptions of ${trust.name}`}
        lead={
          completes.length > 0
            ? `${counted(completes.length, 'form')} to complete.`
            : `${counted(lines.length, 'school')}. No form waits to be completed.`
        }
      />
      {tabs}
      {lines.length === 0 && (
        <EmptyState title="No open school is in this trust">
          Its schools will be here once a list of groups that names them has been brought in.
        </EmptyState>
      )}
      {completes.length > 0 && (
        <Section
          title="Complete forms"
          rule="heather"
          intro="Each school has a contract, a document and a bill of its own."
        >
          <form method="get" action={`/trusts/${trust.uid}/subscriptions/form`}>
            <Ticks lines={completes} legend="For which schools?" id="urn" error={error} checked />
            <Button>Read and complete their forms</Button>
          </form>
        </Section>
      )}
      {indicates.length > 0 && (
        <Section
          title="Say which schools mean to subscribe"
          rule={completes.length > 0 ? 'ink' : 'petrol'}
          intro="This binds nobody, and it is enough to plan the year with the partnership."
        >
          <form method="post" action={`/trusts/${trust.uid}/subscriptions`}>
            <Ticks
              lines={indicates}
              legend="Which schools?"
              id={completes.length > 0 ? 'intend' : 'urn'}
              error={completes.length > 0 ? undefined : error}
            />
            <Button kind={completes.length > 0 ? 'secondary' : undefined}>They mean to subscribe</Button>
          </form>
        </Section>
      )}
      {lines.length > 0 && (
        <Section title="Where each school stands" rule="ink">
          <DataTable<TrustLine>
            caption="Schools of the trust and their subscriptions"
            captionHidden
            rows={lines}
            columns={[
              {
                key: 'name',
                header: 'School',
                name: true,
                cell: ({ urn, name }) => <a href={subscriptionAddress(urn)}>{name}</a>,
              },
              {
                key: 'state',
                header: 'State',
                cell: ({ state }) => <Tag tone={stateTone(state)}>{stateName(state)}</Tag>,
              },
              { key: 'next', header: 'What comes next', cell: ({ next }) => next },
              {
                key: 'fee',
                header: 'Fee this year',
                align: 'end',
                figure: true,
                cell: ({ feePence }) => (feePence === null ? null : money(feePence)),
              },
            ]}
          />
        </Section>
      )}
    </>
  );
};

const Ticks = ({
  lines,
  legend,
  id,
  error,
  checked,
}: {
  lines: readonly TrustLine[];
  legend: string;
  id: string;
  error: string | undefined;
  checked?: boolean;
}) => (
  <Checkboxes
    id={id}
    name="urn"
    legend={legend}
    error={error}
    values={checked ? lines.map(({ urn }) => String(urn)) : []}
    choices={lines.map(({ urn, name }) => ({ value: String(urn), text: name }))}
  />
);

interface TrustFormView extends OfTrust {
  forms: readonly { school: { urn: number; name: string }; shown: ShownForm; signsAs: string }[];
  typed: TypedForm;
  errors: FormErrors;
  /** Purchase orders as they were typed, by the name of their field. */
  orders: Record<string, string>;
}

/** Several forms with one signature: the terms of each school in full, in place. */
export const TrustFormPage = ({ trust, forms, typed, errors, orders }: TrustFormView) => (
  <>
    <PageHeading
      title="Complete several forms"
      eyebrow={trust.name}
      lead={`${counted(forms.length, 'school')}: each has a contract, a document and a bill of its own.`}
    />
    <form method="post" action={`/trusts/${trust.uid}/subscriptions/form`} id="form" novalidate>
      {forms.map(({ school, shown }) => (
        <Section title={school.name} rule="ink">
          <input type="hidden" name="urn" value={String(school.urn)} />
          <input type="hidden" name={`seal-${school.urn}`} value={shown.terms.seal} />
          <SummaryList
            rows={[
              {
                key: `Fee for ${shown.year.year}`,
                value: shown.year.feePence === null ? 'to be agreed' : money(shown.year.feePence),
              },
              { key: 'Pupils', value: pupilWords(shown.year) },
            ]}
          />
          {shown.newer && (
            <p>
              A newer version of the offer has been published since this form was sent. You may complete this one, or
              ask the partnership office to send it again.
            </p>
          )}
          <Details summary={`The terms for ${school.name}`}>
            <TermsView terms={shown.terms} level={3} />
          </Details>
          <TextInput
            id={`order-${school.urn}`}
            name={`order-${school.urn}`}
            label={`Purchase order number for ${school.name} (optional)`}
            width={20}
            value={orders[`order-${school.urn}`] ?? ''}
          />
        </Section>
      ))}
      {forms[0] && (
        <Section title="Complete them" rule="petrol">
          <Plans shown={forms[0].shown} value={typed.plan} error={errors.plan} />
          <PoolWith typed={typed} errors={errors} />
          <Sign typed={typed} errors={errors} signsAs={forms[0].signsAs} />
          <ButtonGroup>
            <Button>Complete {counted(forms.length, 'form')}</Button>
            <a href={`/trusts/${trust.uid}/subscriptions`}>Not now</a>
          </ButtonGroup>
        </Section>
      )}
    </form>
  </>
);
