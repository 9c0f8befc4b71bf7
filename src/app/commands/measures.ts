import { figureJson, figuresOfSchool, inCatalogueOrder, measures } from '../../data';
import { systemStanding } from '../../platform/database';
import { type Command, oneOf, TypedWrong } from '../command';

const names = new Map(measures.map(({ id, name, second }) => [id, `${name}, ${second}`]));

export const measuresCommand: Command = {
  name: 'measures',
  usage: '--school URN [--format json]',
  about: 'Every figure of a school that holds, with its release and where it stands in the file.',
  flags: { school: { type: 'string' }, format: { type: 'string' } },
  async run(call) {
    const format = oneOf(call, 'format', ['text', 'json'], 'text');
    const { school } = call.flags;
    if (call.words.length > 0) throw new TypedWrong('Give the school as --school URN.');
    if (typeof school !== 'string' || !/^[1-9]\d{5}$/.test(school))
      throw new TypedWrong('Give the URN of a school, six figures: --school 106982.');
    const { database, clock } = await call.program();
    const figures = await database.transaction(systemStanding(clock), (tx) => figuresOfSchool(tx, Number(school)));
    const list = inCatalogueOrder(figures).map(figureJson);
    if (list.length === 0) call.say(`No figure of ${school} is loaded. Bring a file of results first.\n`);
    if (format === 'json') call.out(`${JSON.stringify(list, null, 1)}\n`);
    else
      for (const { measure, year, group, shown, low, high, release } of list) {
        const range = low === null ? '' : ` (${low} to ${high})`;
        const of = group === 'all' ? '' : `, ${group}`;
        call.out(`${year}  ${names.get(measure) ?? measure}${of}: ${shown}${range}  [${release}]\n`);
      }
    return 0;
  },
};
