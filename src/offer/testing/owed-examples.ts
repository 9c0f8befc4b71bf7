import type { Fact } from '../conditions';

/**
 * What the shipped offer's papers say that everybody is owed, as a table of their own: elements as in section 3, who gets them as in the grid
 * of section 4, amounts as in sections 3, 7 and 9. Nothing here is read from the offer file. Each example has everything happen once: vacancies, an
 * inspection that is expected and called, moderation.
 */
export interface OwedExample {
  name: string;
  holder: 'school' | 'partnership' | 'trust';
  facts: Record<string, Fact['value']>;
  /** By element: each thing owed, and which money pays. */
  owed: Record<string, string[]>;
}

interface Case {
  maintained: boolean;
  subscribes: boolean;
  category: string;
  sector: string;
}

const member = () => true;
const subscriber = ({ subscribes }: Case) => subscribes;
const maintained = (one: Case) => one.maintained;
const access = 'unlimited access';
const [council, subscription] = ['commission', 'subscription'];

const row = (who: (one: Case) => boolean, paid: string, ...what: string[]) => ({
  what: (one: Case) => (who(one) ? what : []),
  paid,
});

/** The 35 elements, and the credit. */
const elements: Record<string, { what: (one: Case) => string[]; paid: string }> = {
  categorisation: row(member, council, '1 rounds'),
  'headline-dashboard': row(member, council, '1 dashboards'),
  'headteacher-recruitment': row(maintained, council, '1 appointments'),
  'inspection-attendance': row(maintained, council, '1 inspections'),
  'support-and-challenge': row(
    (one) => (one.maintained || one.subscribes) && ['amber', 'red'].includes(one.category),
    council,
    '1 meetings',
  ),
  'statutory-moderation': row(maintained, council, '1 moderations'),
  signposting: row(member, council, access),
  'partnership-improvement-partner': row(subscriber, council, access),
  'partnership-reports': row(subscriber, council, access),
  'assessment-networks': row(subscriber, council, access),
  'business-support': row(subscriber, council, access),
  'action-plan': row(() => false, subscription),
  'health-check': row(subscriber, subscription, '8 quarter-days'),
  'school-data': row(subscriber, subscription, access, '2 tickets'),
  'inspection-preparation': row(subscriber, subscription, '4 quarter-days'),
  'assessment-training': row(subscriber, subscription, 'unlimited tickets'),
  'leader-briefings': row(subscriber, subscription, '2 tickets an event'),
  'subject-networks': row(subscriber, subscription, '1 tickets an event'),
  // A maintained school's headteacher is the council's to pay for, above.
  'leader-recruitment': {
    what: (one) => (one.subscribes ? ['1 appointments', ...(one.maintained ? [] : ['1 appointments'])] : []),
    paid: subscription,
  },
  governance: row(subscriber, subscription, '1 packages', '2 tickets', '2 tickets an event'),
  'safety-net': {
    what: (one) => {
      const quarters = { yellow: 4, amber: 8, red: 12 }[one.category];
      return one.subscribes && quarters ? [`${quarters} quarter-days`] : [];
    },
    paid: council,
  },
  'city-identity': row(subscriber, subscription, access),
  'priorities-programme': row(subscriber, 'own-surplus', access),
  communication: row(subscriber, subscription, access),
  'system-coordination': row(subscriber, council, access),
  'cultural-partnership': row(subscriber, subscription, '1 subscriptions'),
  'point-of-need': row(subscriber, subscription, access),
  'planning-session': row(subscriber, subscription, '1 meetings'),
  'performance-management': row(() => false, subscription),
  'improvement-services': row(() => false, subscription),
  'bespoke-data': row(() => false, subscription),
  'bespoke-training': row(() => false, subscription),
  'trust-packages': row(() => false, subscription),
  'communications-service': row(() => false, subscription),
  'company-services-discount': row(() => false, subscription),
  'bespoke-credit': {
    what: ({ subscribes, sector }) => {
      const pounds = { nursery: 850, primary: 850, special: 850, secondary: 1650, 'all-through': 1650 }[sector];
      return subscribes && pounds ? [`${pounds * 100} pence`] : [];
    },
    paid: subscription,
  },
};

export const owedElements = (): string[] => Object.keys(elements);

export function owedExamples(): OwedExample[] {
  const schools = ['maintained', 'academy', 'other'].flatMap((status) =>
    [false, true].flatMap((subscribes) =>
      ['green', 'yellow', 'amber', 'red'].flatMap((category) =>
        ['nursery', 'primary', 'secondary', 'all-through', 'special', 'alternative-provision', 'college'].map(
          (sector): OwedExample => {
            const one: Case = { maintained: status === 'maintained', subscribes, category, sector };
            return {
              name: `${status}, ${subscribes ? 'subscribing' : 'not subscribing'}, ${category}, ${sector}`,
              holder: 'school',
              facts: {
                ...(subscribes ? { subscribed: true } : {}),
                status,
                sector,
                category,
                'headteacher-vacancy': true,
                'leader-vacancy': true,
                'inspection-called': true,
                'moderation-selected': true,
                'inspection-expected': '2019-05-31',
              },
              owed: Object.fromEntries(
                Object.entries(elements).flatMap(([id, { what, paid }]) => {
                  const all = what(one);
                  return all.length > 0 ? [[id, all.map((each) => `${each}, ${paid}`).sort()]] : [];
                }),
              ),
            };
          },
        ),
      ),
    ),
  );
  const always = {
    'partnership-improvement-partner': ['1 partners, commission'],
    'partnership-reports': ['1 reports, commission'],
  };
  return [
    ...schools,
    { name: 'a partnership before its budget is set', holder: 'partnership', facts: {}, owed: always },
    {
      name: 'a core group with a budget in cash and days',
      holder: 'partnership',
      facts: { 'core-group': true, 'plan-cash': 1_250_000, 'plan-days': 40 },
      owed: {
        ...always,
        'business-support': ['unlimited access, commission'],
        'action-plan': ['1250000 pence, subscription', '40 quarter-days, subscription'],
      },
    },
    { name: 'a trust', holder: 'trust', facts: {}, owed: {} },
  ];
}
