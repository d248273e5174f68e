// Another centre in the same database, with a municipality, a holder and a button of its own: the
// neighbour of whom nobody may see anything.
import { randomUUID } from 'node:crypto';
import { sealRestricted } from '../../sealing/restricted.ts';
import type { Button, Instance } from './test-instance.ts';

export type Centre = { centreId: string; municipalityId: string; button: Button };

export async function addSecondCentre({ system, keys, secrets }: Instance): Promise<Centre> {
  const { sql } = system;
  const [centreId, municipalityId] = [randomUUID(), randomUUID()];
  const button: Button = { id: randomUUID(), serial: 'zuid-1', account: 'CAFE', key: undefined };
  const holderId = randomUUID();
  const codeWord = 'tweede centrale';
  secrets.add(codeWord);
  const restricted = sealRestricted(keys, holderId, {
    description: null,
    specialInstruction: null,
    threatContext: null,
    codeWord,
    duressWord: null,
  });
  await sql`
    insert into centres (id, name, phone, police_phone, timings)
    select ${centreId}, 'Alarmcentrale Zuid', phone, police_phone, timings from centres limit 1`;
  await sql`
    insert into log.feeds (centre_id, name, last_sequence)
    values (${centreId}, 'live', 0), (${centreId}, 'file', 0)`;
  await sql`
    insert into municipalities (id, centre_id, name) values (${municipalityId}, ${centreId}, 'Breda')`;
  await sql`
    insert into holders (id, centre_id, municipality_id, name, function, restricted)
    values (${holderId}, ${centreId}, ${municipalityId}, 'Zuid Holder', 'wethouder', ${restricted})`;
  await sql`
    insert into buttons (id, centre_id, municipality_id, serial, protocol, account, model, sound)
    values (${button.id}, ${centreId}, ${municipalityId}, ${button.serial}, 'dc09',
      ${button.account}, 'test', true)`;
  await sql`
    insert into loans (id, centre_id, municipality_id, button_id, holder_id, reason_category,
      starts_at, review_at)
    values (${randomUUID()}, ${centreId}, ${municipalityId}, ${button.id}, ${holderId}, 'office',
      now() - interval '1 day', now() + interval '1 year')`;
  return { centreId, municipalityId, button };
}
