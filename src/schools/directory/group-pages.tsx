import type { Child } from 'hono/jsx';
import { EmptyState, Notice, PageHeading, Section, SummaryList } from '../../platform/ui';
import { counted, date } from '../../platform/words';
import type { PartnershipLine, TrustFacts } from './group-queries';
import { PlaceTabs, type SchoolTab } from './header';
import { Members, type MembersView } from './members';
import { partnershipKind } from './words';

/** The same top for every page of a trust or a partnership. */
export const GroupHeader = ({
  name,
  eyebrow,
  lead,
  actions,
  tabs,
  at,
}: {
  name: string;
  eyebrow?: string;
  lead?: string;
  actions?: Child;
  tabs: readonly SchoolTab[];
  at: string;
}) => (
  <>
    <PageHeading title={name} eyebrow={eyebrow} lead={lead} actions={actions} />
    <PlaceTabs name={name} tabs={tabs} at={at} />
  </>
);

export const TrustPage = ({
  trust,
  members,
  tabs,
}: {
  trust: TrustFacts;
  members: MembersView;
  tabs: readonly SchoolTab[];
}) => (
  <>
    <GroupHeader name={trust.name} eyebrow={trust.kind} lead={holds(trust)} tabs={tabs} at={`/trusts/${trust.uid}`} />
    {!trust.open && (
      <Notice
        kind="hint"
        title={trust.closed ? `This trust closed on ${date(trust.closed)}.` : 'This trust has closed.'}
      />
    )}
    <Members
      {...members}
      base={`/trusts/${trust.uid}`}
      filter={`trust=${trust.uid}`}
      empty={
        <EmptyState title="No open school is in it" level={3}>
          Its schools will be here once a list of groups that names them has been brought in.
        </EmptyState>
      }
    />
    <Section title="Identifiers" rule="ink">
      <SummaryList
        rows={[
          { key: 'UID', value: trust.uid },
          { key: 'Companies House', value: trust.companiesHouse },
        ]}
      />
      <p class="m-small m-quiet">
        Facts as they were on {date(trust.asAt)}
        {trust.file ? `, from ${trust.file}` : ''}.
      </p>
    </Section>
  </>
);

export const PartnershipPage = ({
  partnership,
  members,
  tabs,
}: {
  partnership: PartnershipLine;
  members: MembersView;
  tabs: readonly SchoolTab[];
}) => (
  <>
    <GroupHeader
      name={partnership.name}
      eyebrow={partnershipKind(partnership.kind)}
      lead={holds(partnership)}
      tabs={tabs}
      at={`/partnerships/${partnership.id}`}
    />
    <Members
      {...members}
      base={`/partnerships/${partnership.id}`}
      filter={`partnership=${encodeURIComponent(partnership.id)}`}
      empty={
        <EmptyState title="No school is in it yet" level={3}>
          Its schools will be here once a list that names them has been brought in.
        </EmptyState>
      }
    />
  </>
);

const holds = ({ schools, pupils }: { schools: number; pupils: number }): string =>
  schools === 0
    ? 'No open schools.'
    : `${counted(schools, 'school')}${pupils > 0 ? ` with ${counted(pupils, 'pupil')}` : ''}.`;
