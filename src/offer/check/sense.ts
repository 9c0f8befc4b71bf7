import { count, days, listed, money } from '../../platform/words';
import type { Offer } from '../schema/schema';
import type { Condition } from '../schema/words';
import { outside, settingAt } from '../settings';
import type { Complaint, Path } from './place';
import { checkWork } from './work';
import { checkYears } from './years';

/** Whether a file of the right shape also makes sense: its sums agree, its lists are complete, what it points at is there. */
export function checkSense(offer: Offer, raw: unknown): Complaint[] {
  return [
    ...checkYears(offer),
    ...prices(offer),
    ...table(offer),
    ...viability(offer),
    ...elements(offer),
    ...grid(offer),
    ...menu(offer),
    ...programme(offer),
    ...checkWork(offer),
    ...settings(offer, raw),
  ];
}

function* prices(offer: Offer): Generator<Complaint> {
  for (const [i, price] of offer.fee.prices.entries()) {
    // No rules at all say that the year has no price yet.
    if (price.rules)
      yield* lastAnswer(
        price.rules,
        ['fee', 'prices', i, 'rules'],
        'Some schools have no fee here. End with a rule that has no "when"; write "byHand: true" in it if theirs is agreed by hand.',
      );
    for (const [j, rule] of (price.rules ?? []).entries()) {
      const path = ['fee', 'prices', i, 'rules', j];
      if (
        rule.largest !== null &&
        rule.base !== undefined &&
        rule.capPupils !== null &&
        rule.base + rule.perPupil * rule.capPupils !== rule.largest
      )
        yield {
          path: [...path, 'largest'],
          message: `The largest fee is ${money(rule.base + rule.perPupil * rule.capPupils)} by this rule, and ${money(rule.largest)} is written here. Change one.`,
        };
      if (rule.largest !== null && rule.capPupils === null)
        yield {
          path: [...path, 'largest'],
          message: 'Without capPupils there is no largest fee. Add a cap, or take this line out.',
        };
    }
  }
}

function* table(offer: Offer): Generator<Complaint> {
  const { columns, rows, totals } = offer.funding.table;
  const ids = columns.map((column) => column.id);
  const incomes = columns.filter((column) => column.kind === 'income');
  if (incomes.length !== 1)
    yield {
      path: ['funding', 'table', 'columns'],
      message: `${count(incomes.length)} columns are of the kind income, and there must be one. Change the kind of a column.`,
    };
  const incomplete = rows.flatMap((row, i) =>
    ids.filter((id) => row.cells[id] === undefined).map((id) => ({ id, i, year: row.year })),
  );
  for (const { id, i, year } of incomplete)
    yield {
      path: ['funding', 'table', 'rows', i, 'cells'],
      message: `The column "${id}" has no sum in ${year}. Add it, with 0 if there is none.`,
    };
  for (const [i, row] of rows.entries()) {
    const path = ['funding', 'table', 'rows', i];
    for (const id of [...Object.keys(row.cells), ...Object.keys(row.override)])
      if (!ids.includes(id))
        yield {
          path: [...path, id in row.cells ? 'cells' : 'override', id],
          message: `There is no column "${id}". The columns are ${listed(ids)}.`,
        };
    for (const id of Object.keys(row.override))
      if (columns.some((column) => column.id === id && column.kind !== 'top-up'))
        yield {
          path: [...path, 'override', id],
          message: `Only a top-up is overridden. Change the sum of "${id}" under cells.`,
        };
  }
  // No total can agree before that is mended.
  if (incomplete.length > 0) return;
  for (const [i, row] of rows.entries()) {
    const sum = Object.values(row.cells).reduce((a, b) => a + b, 0);
    if (sum !== row.total)
      yield {
        path: ['funding', 'table', 'rows', i, 'total'],
        message: `The sums of ${row.year} come to ${money(sum)}, and ${money(row.total)} is written here. Change the total or a sum.`,
      };
  }
  const sumOf = (members: string[]) =>
    rows.reduce((sum, row) => sum + members.reduce((inner, id) => inner + (row.cells[id] ?? 0), 0), 0);
  for (const [group, printed] of Object.entries(totals.groups)) {
    const members = columns.filter((column) => column.group === group).map((column) => column.id);
    if (members.length === 0)
      yield {
        path: ['funding', 'table', 'totals', 'groups', group],
        message: `No column belongs to "${group}". Use a group that a column names.`,
      };
    else if (sumOf(members) !== printed)
      yield {
        path: ['funding', 'table', 'totals', 'groups', group],
        message: `The column comes to ${money(sumOf(members))}, and ${money(printed)} is written here. Change the total or a sum.`,
      };
  }
  if (sumOf(ids) !== totals.all)
    yield {
      path: ['funding', 'table', 'totals', 'all'],
      message: `All sums come to ${money(sumOf(ids))}, and ${money(totals.all)} is written here. Change the total or a sum.`,
    };
}

function* viability(offer: Offer): Generator<Complaint> {
  const { line, target, besides, printed } = offer.funding.viability;
  if (line > target)
    yield {
      path: ['funding', 'viability', 'target'],
      message: `The target of ${money(target)} is below the line of ${money(line)}. Raise it, or lower the line.`,
    };
  for (const [i, { percent }] of printed.entries())
    if (percent < 0 || percent > 100)
      yield {
        path: ['funding', 'viability', 'printed', i, 'percent'],
        message: 'A share of the schools is from 0 to 100. Change it.',
      };
  const groups = offer.funding.table.columns.map((column) => column.group);
  for (const [i, group] of besides.entries())
    if (!groups.includes(group))
      yield {
        path: ['funding', 'viability', 'besides', i],
        message: `No column of the funding table belongs to "${group}". Use a group that a column names.`,
      };
}

function* elements(offer: Offer): Generator<Complaint> {
  const rules = new Set<string>();
  const types = new Map(offer.facts.map((fact) => [fact.id, fact.is]));
  const units = new Map(offer.units.map((unit) => [unit.id, unit]));
  const holders: [Path, Offer['elements'][number]['grants']][] = [
    ...offer.elements.map((element, i): [Path, typeof element.grants] => [['elements', i, 'grants'], element.grants]),
    [['bespoke', 'credit', 'grants'], offer.bespoke.credit.grants],
  ];
  for (const [path, grants] of holders) {
    for (const [j, rule] of grants.entries()) {
      const here = [...path, j];
      if (rules.has(rule.id))
        yield {
          path: [...here, 'id'],
          message: `Another grant already has the id "${rule.id}". Give this one an id of its own.`,
        };
      rules.add(rule.id);
      if (rule.amountFrom && types.get(rule.amountFrom.fact) !== 'quantity')
        yield {
          path: [...here, 'amountFrom', 'fact'],
          message: `"${rule.amountFrom.fact}" is no quantity. Use a fact that is one.`,
        };
      if (rule.forEach && types.get(rule.forEach) !== 'occurrence')
        yield { path: [...here, 'forEach'], message: `"${rule.forEach}" is no occurrence. Use a fact that is one.` };
      if (rule.window && types.get(rule.window.endsOn) !== 'date')
        yield {
          path: [...here, 'window', 'endsOn'],
          message: `"${rule.window.endsOn}" is no date. Use a fact that is one.`,
        };
      if (rule.window && types.get(rule.window.closedBy) !== 'yes-or-no')
        yield {
          path: [...here, 'window', 'closedBy'],
          message: `"${rule.window.closedBy}" is no yes or no. Use a fact that is one.`,
        };
      const amounts = Object.values(rule.amountBy?.answers ?? {}).map((amount) => amount.unit);
      if (new Set(amounts).size > 1)
        yield {
          path: [...here, 'amountBy'],
          message: `One rule grants one unit, and this has ${listed([...new Set(amounts)])}. Make a rule for each.`,
        };
    }
  }
  for (const [i, element] of offer.elements.entries()) {
    if (offer.eligibility.some((line) => line.id === element.id) && element.eligibility !== element.id)
      yield {
        path: ['elements', i, 'eligibility'],
        message: `A line of the grid is called "${element.id}" too, so it must be this element's. Use it here, or call one of the two something else.`,
      };
    // What a template plans is time, so it is held against the time that the element grants.
    const owed = element.grants
      .map((rule) => rule.amount)
      .find((amount) => amount && units.get(amount.unit)?.counts === 'time' && !amount.unlimited)?.quantity;
    for (const [j, template] of element.templates.entries()) {
      const sum = template.parts.reduce((total, part) => total + part.days * part.times, 0);
      if (owed !== undefined && sum !== owed)
        yield {
          path: ['elements', i, 'templates', j],
          message: `The parts come to ${days(sum)}, and ${days(owed)} are granted. Change the parts or the grant.`,
        };
    }
  }
}

function* grid(offer: Offer): Generator<Complaint> {
  for (const [i, line] of offer.eligibility.entries())
    yield* lastAnswer(
      line.rules,
      ['eligibility', i, 'rules'],
      'Some schools have no answer here. End with a rule that has no "when".',
    );
}

/** The first rule that fits answers, so what fits every school stands last, and only there. */
function* lastAnswer(rules: readonly { when: Condition }[], path: Path, lacking: string): Generator<Complaint> {
  const open = rules.findIndex((rule) => rule.when.length === 0);
  if (open === -1) yield { path, message: lacking };
  else if (open < rules.length - 1)
    yield {
      path: [...path, open + 1],
      message: 'This rule is never reached, because the one before it has no "when". Change their order.',
    };
}

/** What a service includes, what that includes, and so on until one comes up again. */
function containedIn(id: string, services: readonly { id: string; includes: string | null }[]): string[] {
  const found: string[] = [];
  for (let one = id; ; ) {
    const next = services.find((service) => service.id === one)?.includes;
    if (!next || found.includes(next)) return found;
    found.push(next);
    one = next;
  }
}

function* menu(offer: Offer): Generator<Complaint> {
  const { credit, rates, services, limits, reviews } = offer.bespoke;
  const wrong = (unit: string) =>
    unit !== credit.unit && `The credit is counted in ${credit.unit}, and this price is in ${unit}. Use the same.`;
  for (const rate of ['day', 'halfDay'] as const) {
    const message = wrong(rates[rate].unit);
    if (message) yield { path: ['bespoke', 'rates', rate], message };
  }
  if (rates.halfDay.unit === rates.day.unit && rates.halfDay.quantity > rates.day.quantity)
    yield {
      path: ['bespoke', 'rates', 'halfDay'],
      message: 'Half a day costs more than a day. Change one of the two.',
    };
  for (const [i, service] of services.entries()) {
    const message = typeof service.price === 'object' && wrong(service.price.unit);
    if (message) yield { path: ['bespoke', 'services', i, 'price'], message };
    const within = containedIn(service.id, services);
    if (within.includes(service.id))
      yield {
        path: ['bespoke', 'services', i, 'includes'],
        message: `"${service.id}" includes itself${within.length > 1 ? `, by way of ${listed(within.slice(0, -1).map((id) => `"${id}"`))}` : ''}. Take one "includes" out.`,
      };
  }
  for (const [i, rule] of credit.grants.entries()) {
    const units = [
      rule.amount?.unit,
      rule.amountFrom?.unit,
      ...Object.values(rule.amountBy?.answers ?? {}).map((amount) => amount.unit),
    ];
    if (units.some((unit) => unit !== undefined && unit !== credit.unit))
      yield {
        path: ['bespoke', 'credit', 'grants', i],
        message: `The credit is counted in ${credit.unit}: grant it in that.`,
      };
  }
  for (const [i, limit] of limits.entries())
    if (limit.inAll > limit.each * limit.services.length)
      yield {
        path: ['bespoke', 'limits', i, 'inAll'],
        message: `${limit.inAll} in all can never be reached with ${limit.each} of each. Lower it.`,
      };
  for (const [i, review] of reviews.entries())
    for (const [j, tier] of review.tiers.entries())
      if (j > 0 && tier.days <= review.tiers[j - 1]!.days)
        yield {
          path: ['bespoke', 'reviews', i, 'tiers', j, 'days'],
          message: 'Each tier contains the one before, so it takes more days. Change the days or the order.',
        };
}

function* programme(offer: Offer): Generator<Complaint> {
  const { lineCounts, lines } = offer.programme;
  const sectors = new Set([...Object.keys(lineCounts), ...lines.map((line) => line.sector)]);
  for (const sector of sectors) {
    const there = lines.filter((line) => line.sector === sector).length;
    if (there !== (lineCounts[sector] ?? 0))
      yield {
        path: ['programme', 'lineCounts'],
        message: `The programme has ${count(there)} lines for ${sector}, and ${count(lineCounts[sector] ?? 0)} are announced. Change the number or the lines.`,
      };
  }
}

function* settings(offer: Offer, raw: unknown): Generator<Complaint> {
  for (const [i, setting] of offer.settings.entries())
    for (const [j, at] of setting.at.entries())
      if (settingAt(raw, at) === outside)
        yield {
          path: ['settings', i, 'at', j],
          message: `Nothing stands at "${at}". Name a place in this file, with ids for the items of lists.`,
        };
}
