import {
  figureJson,
  figuresOfSchool,
  inCatalogueOrder,
  measuredJson,
  measuredOfSchool,
  measures,
  ownMeasures,
  schoolPlace,
} from '../../data';
import { systemStanding } from '../../platform/database';
import { type Command, oneOf, TypedWrong } from '../command';

const names = new Map([...measures, ...ownMeasures].map(({ id, name, second }) => [id, `${name}, ${second}`]));

export const measuresCommand: Command = {
  name: 'measures',
  usage: '--school URN [--audience outside] [--format json]',
  about:
    'Every figure of a school that holds, published or worked out from pupils, with its release. For the inside of the school unless told otherwise.',
  flags: { school: { type: 'string' }, audience: { type: 'string' }, format: { type: 'string' } },
  async run(call) {
    const format = oneOf(call, 'format', ['text', 'json'], 'text');
    const audience = oneOf(call, 'audience', ['inside', 'outside'], 'inside');
    const { school } = call.flags;
    if (typeof school !== 'string' || !/^[1-9]\d{5}$/.test(school))
      throw new TypedWrong('Give the URN of a school, six figures: --school 106982.');
    const { database, clock } = await call.program();
    const { list, known } = await database.transaction(systemStanding(clock), async (tx) => ({
      list: [
        ...inCatalogueOrder(await figuresOfSchool(tx, Number(school))).map(figureJson),
        ...(await measuredOfSchool(tx, Number(school), { most: audience })).map(measuredJson),
      ],
      known: (await schoolPlace(tx, Number(school))) !== null,
    }));
    // Files have figures of schools elsewhere too, which are compared with.
    if (list.length === 0 && !known) {
      const words = `No school here has the URN ${school}, and no file has a figure of it.`;
      if (format === 'json') call.out(`${JSON.stringify({ refused: 'no-school', words })}\n`);
      call.say(`${words}\n`);
      return 1;
    }
    if (list.length === 0) call.say(`No figure of ${school} is loaded. Bring a file of results first.\n`);
    if (format === 'json') call.out(`${JSON.stringify(list, null, 1)}\n`);
    else
      for (const { measure, year, group, shown, low, high, release, ...more } of list) {
        const range = low === null ? '' : ` (${low} to ${high})`;
        const period = 'period' in more && more.period !== 'year' ? `, ${more.period}` : '';
        const of = `${group === 'all' ? '' : `, ${group}`}${period}`;
        call.out(`${year}  ${names.get(measure) ?? measure}${of}: ${shown}${range}  [${release}]\n`);
      }
    return 0;
  },
};
