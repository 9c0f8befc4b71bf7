import { ButtonGroup, ButtonLink, FieldRow, Section, TextInput } from '../../../platform/ui';
import type { TypedPeriod } from '../../../platform/web';
import { MoneyHeading } from './office';

/** Which documents go, and under which codes. */
export interface ExportWish {
  /** The days on which they were raised. */
  period: TypedPeriod;
  xeroAccount: string;
  xeroTax: string;
  sageNominal: string;
  sageTax: string;
}

/** Files for the accounts: which days, and the codes that the accounts use. */
export const ExportsPage = ({ wish, query }: { wish: ExportWish; query: string }) => (
  <>
    <MoneyHeading
      at="/money/exports"
      title="To the accounts"
      lead="Invoices and credit notes as files that accounting programs read. Nothing is marked as taken: choose days that have not gone yet."
    />
    <form action="/money/exports" method="get">
      <FieldRow>
        <TextInput
          id="from"
          name="from"
          label="Raised from"
          type="date"
          hint="Empty for all"
          width={10}
          value={wish.period.typed.from}
          error={wish.period.errors.from}
        />
        <TextInput
          id="to"
          name="to"
          label="Raised until"
          type="date"
          hint="Empty for today"
          width={10}
          value={wish.period.typed.to}
          error={wish.period.errors.to}
        />
      </FieldRow>
      <FieldRow>
        <TextInput id="xeroAccount" name="xeroAccount" label="Xero: account code" width={10} value={wish.xeroAccount} />
        <TextInput id="xeroTax" name="xeroTax" label="Xero: name of the tax rate" width={20} value={wish.xeroTax} />
        <TextInput id="sageNominal" name="sageNominal" label="Sage: nominal code" width={10} value={wish.sageNominal} />
        <TextInput id="sageTax" name="sageTax" label="Sage: tax code" width={5} value={wish.sageTax} />
      </FieldRow>
      <button type="submit" class="govuk-button govuk-button--secondary" data-module="govuk-button">
        Use these
      </button>
    </form>
    <Section title="Files" rule="ink">
      <p>In Sage, a school's account reference is its URN. In Xero, a school is a contact under its name.</p>
      <ButtonGroup>
        <ButtonLink href={`/money/exports/xero.csv${query}`} kind="secondary">
          CSV for Xero
        </ButtonLink>
        <ButtonLink href={`/money/exports/sage.csv${query}`} kind="secondary">
          CSV for Sage
        </ButtonLink>
        <ButtonLink href={`/money/exports/lines.xlsx${query}`} kind="secondary">
          Spreadsheet
        </ButtonLink>
      </ButtonGroup>
    </Section>
  </>
);
