import type { Child } from 'hono/jsx';
import { PageHeading } from '../../platform/ui';
import { page, type Req } from '../../platform/web';
import { GroupHeader } from '../directory/group-pages';
import { SchoolHeader, schoolCrumbs, schoolTabs } from '../directory/header';
import type { Place } from './places';

export interface PlaceView {
  title: string;
  errors?: { text: string; href: string }[];
  /** It stands below the page of people, and its title is the heading. */
  below?: boolean;
  /** The tab that is open; people unless told. */
  at?: string;
}

/** A page of a place, under its header; a form has its own heading and the way back. */
export function placePage(
  req: Req,
  place: Place,
  { title, errors = [], below, at = place.people }: PlaceView,
  body: Child,
): Promise<Response> {
  const { school, scope } = place;
  const isCompany = scope.kind === 'installation';
  const home = school
    ? schoolCrumbs(school)
    : isCompany
      ? []
      : [
          { text: scope.kind === 'trust' ? 'Trusts' : 'Partnerships', href: `/${scope.kind}s` },
          { text: place.name, href: `/${scope.kind}s/${scope.id}` },
        ];
  const head = below ? (
    <PageHeading title={title} eyebrow={place.name} />
  ) : school ? (
    <SchoolHeader school={school} tabs={schoolTabs(req, school.urn)} at={at} />
  ) : (
    <GroupHeader name={place.name} tabs={req.shell.tabsOf(scope)} at={at} />
  );
  return page(
    req,
    {
      title: below ? `${title}: ${place.name}` : title,
      breadcrumbs: [...home, ...(below ? [{ text: 'People', href: place.people }] : [])],
      errors,
      ...(isCompany ? { density: 'staff' as const } : {}),
    },
    <>
      {head}
      {body}
    </>,
  );
}
