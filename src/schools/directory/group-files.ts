import type { ExportTable } from '../../platform/documents';
import type { PartnershipLine, TrustLine } from './group-queries';
import { partnershipKind } from './words';

export const trustsTable = (trusts: readonly TrustLine[]): ExportTable => ({
  name: 'Trusts',
  columns: [
    { heading: 'UID', kind: 'identifier' },
    { heading: 'Trust', kind: 'text' },
    { heading: 'Kind', kind: 'text' },
    { heading: 'Open schools', kind: 'number' },
    { heading: 'Pupils on roll', kind: 'number' },
  ],
  rows: trusts.map(({ uid, name, kind, schools, pupils }) => [uid, name, kind, schools, pupils]),
});

export const partnershipsTable = (partnerships: readonly PartnershipLine[]): ExportTable => ({
  name: 'Partnerships',
  columns: [
    { heading: 'Partnership', kind: 'text' },
    { heading: 'Letter', kind: 'text' },
    { heading: 'Kind', kind: 'text' },
    { heading: 'Open schools', kind: 'number' },
    { heading: 'Pupils on roll', kind: 'number' },
  ],
  rows: partnerships.map(({ name, letter, kind, schools, pupils }) => [
    name,
    letter,
    partnershipKind(kind),
    schools,
    pupils,
  ]),
});
