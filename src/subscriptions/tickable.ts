import { type Choosable, fits, type WhatIf } from './what-if';

/** More boxes than this on one page help nobody, and their addresses grow too long for a browser. */
const mostTicks = 600;

/** The schools that can be ticked: all, or those that fit the choice where all are too many; null when even those are. */
export function tickable<School extends Choosable>(schools: readonly School[], wish: WhatIf): School[] | null {
  const list = schools.length <= mostTicks ? [...schools] : schools.filter((school) => fits(school, wish));
  return list.length <= mostTicks ? list : null;
}
