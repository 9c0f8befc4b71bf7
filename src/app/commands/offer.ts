import { resolve } from 'node:path';
import { checkOfferFile, publishOfferFile } from '../../offer';
import { type Call, type Command, TypedWrong, wholeNumber } from '../command';

const fileOf = (call: Call): string => {
  const [file, more] = call.words;
  if (!file || more) throw new TypedWrong('Name one offer file.');
  return resolve(call.cwd, file);
};

const tell = (call: Call, { ok, lines }: { ok: boolean; lines: string[] }): number => {
  (ok ? call.out : call.say)(`${lines.join('\n')}\n`);
  return ok ? 0 : 1;
};

export const offerCheck: Command = {
  name: 'offer check',
  usage: 'FILE',
  about: 'Explains every mistake in an offer file, by line.',
  takesWords: true,
  alone: true,
  run: async (call) => tell(call, await checkOfferFile(fileOf(call))),
};

export const offerPublish: Command = {
  name: 'offer publish',
  usage: 'FILE [--after VERSION]',
  about: 'Publishes an offer file as the next version of its year, after the version that it was written from.',
  takesWords: true,
  flags: { after: { type: 'string' } },
  async run(call) {
    const after = wholeNumber(call, 'after');
    return tell(call, await publishOfferFile(await call.program(), fileOf(call), after));
  },
};
