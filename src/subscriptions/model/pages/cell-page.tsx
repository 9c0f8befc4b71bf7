import { Button, ButtonGroup, DataTable, PageHeading, Radios, Section, TextInput } from '../../../platform/ui';
import { moment, money } from '../../../platform/words';
import type { CellVersion } from '../cells';
import { poundsText } from '../what-if';
import { cellHref } from '../words';

export interface CellForm {
  to: string;
  pounds: string;
  reason: string;
  errors: { to?: string; pounds?: string; reason?: string };
}

interface CellView {
  year: string;
  column: { id: string; name: string };
  planPence: number;
  history: readonly CellVersion[];
  form: CellForm;
}

/** One cell of the funding table, and everything that it has been. */
export const CellPage = ({ year, column, planPence, history, form }: CellView) => {
  const newest = history[0];
  return (
    <>
      <PageHeading
        eyebrow={`Funding of ${year}`}
        title={column.name}
        lead={`Planned: ${money(planPence)}. ${newest && newest.pence !== null ? `Set to ${money(newest.pence)} by ${newest.byName}.` : 'Nobody has set it to another sum.'}`}
      />
      <form method="post" action={cellHref(year, column.id)} novalidate>
        <input type="hidden" name="seen" value={newest?.version ?? 0} />
        <Radios
          id="to"
          name="to"
          legend="What shall stand here?"
          value={form.to}
          error={form.errors.to}
          choices={[
            {
              value: 'sum',
              text: 'A sum',
              more: (
                <TextInput
                  id="pounds"
                  name="pounds"
                  label="Amount"
                  prefix="£"
                  width={10}
                  value={
                    form.pounds ||
                    (newest?.pence === undefined || newest.pence === null ? undefined : poundsText(newest.pence))
                  }
                  error={form.errors.pounds}
                />
              ),
            },
            {
              value: 'plan',
              text: `As the model works it out`,
              hint: 'The plan, or what subscriptions and the draw come to',
            },
          ]}
        />
        <TextInput
          id="reason"
          name="reason"
          label="Why?"
          hint="Everybody who reads the model sees it"
          value={form.reason}
          error={form.errors.reason}
        />
        <ButtonGroup>
          <Button>Save</Button>
          <a href="/subscriptions/model">Cancel</a>
        </ButtonGroup>
      </form>
      {history.length > 0 && (
        <Section title="What it has been" rule="under">
          <DataTable<CellVersion>
            caption="What the cell has been"
            captionHidden
            rows={history}
            columns={[
              { key: 'at', header: 'When', name: true, cell: ({ at, byName }) => `${moment(at)}, ${byName}` },
              {
                key: 'pence',
                header: 'Amount',
                align: 'end',
                figure: true,
                cell: ({ pence }) => (pence === null ? 'as worked out' : money(pence)),
              },
              { key: 'reason', header: 'Why', plain: true, cell: ({ reason }) => reason },
            ]}
          />
        </Section>
      )}
    </>
  );
};
