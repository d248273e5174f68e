// The second half of `achterwacht init`: an empty centre, its control room's number, its first municipality and the
// invitation of its first administrator, all or nothing and once. The answers come as JSON on standard input, looked at
// by the first half (`init-answers.ts`).
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { changeMember, isRefusal } from '../people/change-member.ts';
import { makeInvitation } from '../people/invitations.ts';
import { addMunicipality } from '../municipality/customers/add-municipality.ts';
import { createCentre } from '../settings/new-centre.ts';
import { print, withSystem } from './as-system/with-system.ts';
import { answers as answersOf, linesOf, type Answers } from './setting-up/answers.ts';
import { inWords } from './setting-up/words.ts';

await withSystem(async ({ config, system, keys, json }) => {
  const answers = answersOf.parse(JSON.parse(await text(process.stdin)));
  const { language, centre, municipality, administrator } = answers;
  const words = inWords[language];
  const present = await system.sql`select from centres limit 1`;
  if (present.length > 0) throw new Error(words.alreadyThere);
  const parts = { keys, clock: { now: () => new Date() } };
  const by = { type: 'system', part: 'command-line' } as const;
  const [centreId, memberId] = [randomUUID(), randomUUID()];
  for (const id of [centreId, memberId]) keys.findOrMake(id);
  const { asked, link } = makeInvitation(parts, config.origin, { way: 'printed', language });
  const expiresAt = await system.transaction(async (tx) => {
    const set = { ...centre, ...numbersOf(answers), language };
    await createCentre(parts, tx, { id: centreId, ...set, by });
    if (municipality !== null)
      await addMunicipality(parts, tx, { centreId, details: nothingAgreed(answers), by });
    const invited = await changeMember(parts, tx, {
      memberId,
      centreId,
      command: {
        type: 'InviteMember',
        centreId,
        role: 'administrator',
        municipalityId: null,
        ...administrator,
        ...asked,
      },
      actor: by,
    });
    if (isRefusal(invited)) throw new Error(`nobody can be invited: ${invited.code}`);
    return invited.invitation!.expiresAt; // he was just invited
  });
  if (json) return print({ centre: centre.name, administrator, link, expiresAt });
  const until = dayIn(language).format(new Date(expiresAt));
  // Of a printed one there always is a link.
  const { keysFolder } = config;
  print(words.done({ centre: centre.name, ...administrator, link: link!, until, keysFolder }));
});

function dayIn(language: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language, { timeZone: 'Europe/Amsterdam', dateStyle: 'long' });
}

/** The first of them stands where no region is known, too. */
function numbersOf({ controlRooms }: Answers) {
  return {
    policePhone: controlRooms[0]!.phone, // there is one at least
    controlRoomLines: linesOf(controlRooms),
  };
}

function nothingAgreed({ municipality, language }: Answers) {
  return {
    code: municipality!, // asked for where there is one
    dayAndNightPhone: null,
    office: null,
    contract: null,
    theme: null,
    language,
  };
}
