// The questions of `init` on a terminal: each with an example, and what is said is looked at before the next is asked.
// Nothing of it is secret: the administrator chooses his password himself, where his link leads.
import type { Interface } from 'node:readline/promises';
import { codeOfNamed } from '@achterwacht/shared/places/municipalities.ts';
import {
  controlRoomCode,
  controlRoomOf,
  controlRooms,
} from '@achterwacht/shared/police/control-rooms.ts';
import { problemWith } from './answers.ts';
import type { Asked, Said } from './said.ts';
import { inWords, type Language } from './words.ts';

type Terminal = Pick<Interface, 'question'> & { print: (line: string) => void };

/** @param said What the flags said already: it is not asked again, unless it is wrong. */
export async function askFor(terminal: Terminal, language: Language, said: Said): Promise<Said> {
  const words = inWords[language];
  const known: Said = { ...said };
  terminal.print(words.begin);
  const text = async (asked: Exclude<Asked, 'control-room'>, isOptional = false) => {
    const { asks, example } = words.questions[asked];
    if (known[asked] !== undefined && problemWith(language, asked, known) === null) return;
    for (;;) {
      const hint = isOptional ? `${words.such(example)}; ${words.optional}` : words.such(example);
      known[asked] = (await terminal.question(`${asks} (${hint}): `)).trim();
      const problem = problemWith(language, asked, known);
      if (problem === null) return;
      terminal.print(`  ${known[asked] === '' ? words.neededHere : problem}`);
    }
  };
  await text('centre');
  await text('phone');
  await text('municipality', true);
  if (!known['control-room']?.length || problemWith(language, 'control-room', known) !== null)
    known['control-room'] = [await controlRoomFor(terminal, language, known)];
  await text('name');
  await text('email');
  return known;
}

async function controlRoomFor(
  terminal: Terminal,
  language: Language,
  { municipality }: Said,
): Promise<string> {
  const words = inWords[language];
  const code = municipality ? codeOfNamed(municipality) : null;
  const region =
    (code === null ? null : controlRoomOf(code)) ?? (await chosenRoom(terminal, language));
  const room = controlRooms[region].name;
  const { example } = words.questions['control-room'];
  const ask = async (question: string, saidOf: (phone: string) => string): Promise<string> => {
    for (;;) {
      const said = saidOf((await terminal.question(question)).trim());
      const problem = problemWith(language, 'control-room', { 'control-room': [said] });
      if (problem === null) return said;
      terminal.print(`  ${said === saidOf('') ? words.neededHere : problem}`);
    }
  };
  const first = await ask(
    `${words.numberOf(room)} (${words.such(example)}): `,
    (phone) => `${region}=${phone}`,
  );
  return ask(`${words.secondNumberOf(room)} (${words.optional}): `, (phone) =>
    phone === '' ? first : `${first},${phone}`,
  );
}

async function chosenRoom(terminal: Terminal, language: Language) {
  const rooms = controlRoomCode.options;
  for (const [index, region] of rooms.entries())
    terminal.print(`  ${String(index + 1).padStart(2)}  ${controlRooms[region].name}`);
  for (;;) {
    const chosen = Number(await terminal.question(`${inWords[language].whichRoom}: `));
    const region = rooms[chosen - 1];
    if (region) return region;
    terminal.print(`  ${inWords[language].oneOf(rooms.length)}`);
  }
}
