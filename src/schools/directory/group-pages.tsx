import type { Child } from 'hono/jsx';
import {
  type Column,
  DataTable,
  EmptyState,
  ExportLinks,
  type FilterItem,
  ListAndMap,
  Notice,
  PageHeading,
  Pagination,
  SearchBox,
  Section,
  SummaryList,
  Tabs,
  withQuery,
} from '../../platform/ui';
import { count, counted, date } from '../../platform/words';
import type { PartnershipLine, TrustFacts, TrustLine } from './group-queries';
import type { SchoolTab } from './header';
import { MapKey, SchoolsMap, ShapeMark } from './map';
import type { SchoolMap } from './map-queries';
import type { FoundSchool } from './queries';
import { partnershipKind, shapeOf, whatItIs } from './words';

export const trustsPerPage = 50;

export const TrustsPage = ({
  q,
  page,
  trusts,
  total,
}: {
  q: string;
  page: number;
  trusts: TrustLine[];
  total: number;
}) => (
  <>
    <PageHeading
      title="Trusts"
      lead="Trusts and federations that run schools here."
      actions={<a href="/schools">Find a school</a>}
    />
    <SearchBox id="q" label="Name or UID" action="/trusts" value={q} live="trusts" />
    <div id="trusts" data-live-says={counted(total, 'trust')}>
      {total === 0 ? (
        <EmptyState
          title={q ? 'No trust is called that' : 'No trusts are here yet'}
          action={q ? <a href="/trusts">Show all of them</a> : undefined}
        >
          {q
            ? 'Part of the name is enough, or the UID of the group.'
            : 'They come with the official list of groups and their schools.'}
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption="Trusts by name"
            captionHidden
            rows={trusts}
            columns={[
              {
                key: 'name',
                header: 'Trust',
                name: true,
                cell: (trust) => <a href={`/trusts/${trust.uid}`}>{trust.name}</a>,
              },
              { key: 'kind', header: 'Kind', cell: (trust) => trust.kind, wideOnly: true },
              { key: 'schools', header: 'Schools', align: 'end', figure: true, cell: (trust) => count(trust.schools) },
              { key: 'pupils', header: 'Pupils', align: 'end', cell: (trust) => count(trust.pupils) },
            ]}
          />
          <Pagination
            page={page}
            perPage={trustsPerPage}
            total={total}
            noun="trusts"
            href={(to) => withQuery(`/trusts${q ? `?q=${encodeURIComponent(q)}` : ''}`, { page: to })}
          />
        </>
      )}
    </div>
  </>
);

export const PartnershipsPage = ({ partnerships }: { partnerships: PartnershipLine[] }) => (
  <>
    <PageHeading
      title="Partnerships"
      lead="Groups of schools that work together."
      actions={<a href="/schools">Find a school</a>}
    />
    {partnerships.length === 0 ? (
      <EmptyState title="No partnerships are here yet">
        They come from a list of schools and the partnership each belongs to, which the partnership office brings in.
      </EmptyState>
    ) : (
      <DataTable
        caption="Partnerships"
        captionHidden
        rows={partnerships}
        columns={[
          {
            key: 'name',
            header: 'Partnership',
            name: true,
            cell: (one) => <a href={`/partnerships/${one.id}`}>{one.name}</a>,
          },
          { key: 'kind', header: 'Kind', cell: (one) => partnershipKind(one.kind) },
          { key: 'schools', header: 'Schools', align: 'end', figure: true, cell: (one) => count(one.schools) },
          { key: 'pupils', header: 'Pupils', align: 'end', cell: (one) => count(one.pupils) },
        ]}
      />
    )}
  </>
);

/** The same top for every page of a trust or a partnership. */
export const GroupHeader = ({
  name,
  eyebrow,
  lead,
  tabs,
  at,
}: {
  name: string;
  eyebrow?: string;
  lead?: string;
  tabs: readonly SchoolTab[];
  at: string;
}) => (
  <>
    <PageHeading title={name} eyebrow={eyebrow} lead={lead} />
    {tabs.length > 1 && (
      <Tabs label={`Pages of ${name}`} items={tabs.map((tab): FilterItem => ({ ...tab, current: tab.href === at }))} />
    )}
  </>
);

export const TrustPage = ({
  trust,
  schools,
  map,
  tabs,
}: {
  trust: TrustFacts;
  schools: FoundSchool[];
  map: SchoolMap;
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
      schools={schools}
      map={map}
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
  schools,
  map,
  tabs,
}: {
  partnership: PartnershipLine;
  schools: FoundSchool[];
  map: SchoolMap;
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
      schools={schools}
      map={map}
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

interface MembersProps {
  schools: FoundSchool[];
  map: SchoolMap;
  /** The same schools in the directory: part of an address. */
  filter: string;
  empty: Child;
}

function Members({ schools, map, filter, empty }: MembersProps) {
  const columns: Column<FoundSchool>[] = [
    {
      key: 'name',
      header: 'School',
      name: true,
      cell: (school) => (
        <>
          <ShapeMark shape={shapeOf(school.sector)} /> <a href={`/schools/${school.urn}`}>{school.name}</a>
          <span class="m-table__second">{whatItIs({ ...school, trusts: [] })}</span>
        </>
      ),
    },
    {
      key: 'pupils',
      header: 'Pupils',
      align: 'end',
      figure: true,
      cell: (school) => school.pupils && count(school.pupils.onRoll),
    },
  ];
  const table = <DataTable caption="Its schools" captionHidden columns={columns} rows={schools} />;
  const placed = schools.filter((school) => school.easting !== null).length;
  return (
    <Section
      title="Schools"
      rule="petrol"
      aside={schools.length > 0 && <ExportLinks csv={`/schools.csv?${filter}`} excel={`/schools.xlsx?${filter}`} />}
    >
      {schools.length === 0 ? (
        empty
      ) : placed === 0 ? (
        table
      ) : (
        <ListAndMap
          list={table}
          map={<SchoolsMap map={map} tinted href={(urn) => `/schools?${filter}&school=${urn}#school-${urn}`} />}
          caption={
            <>
              <MapKey map={map} />
              Points from grid references. Small and grey: other schools.{' '}
              {placed < schools.length &&
                `${count(schools.length - placed)} of the ${count(schools.length)} have no grid reference. `}
              <a href={`/schools?${filter}`}>Look closer in the directory</a>
            </>
          }
        />
      )}
    </Section>
  );
}
