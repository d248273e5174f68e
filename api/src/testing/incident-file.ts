// An incident file as it would be of an alarm that was closed, for tests of who may do what with one.
import { randomUUID } from 'node:crypto';
import { noWords, type IncidentFacts } from '@achterwacht/shared/municipality/incident.ts';
import { begin, type Parts } from '../commands/handle.ts';
import type { Database } from '../db/connect.ts';
import { files } from '../municipality/incidents/change-incident.ts';

const facts: IncidentFacts = {
  alarmNumber: 1,
  kind: 'duress',
  outcome: 'threat',
  needless: false,
  times: {},
};

type Place = { centreId: string; municipalityId: string };

/** Of somebody who was erased, so that it asks for no key. @returns its id. */
export async function openFile(
  { system, ...parts }: Parts & { system: Database },
  { centreId, municipalityId, circle }: Place & { circle: string[] },
): Promise<string> {
  const id = randomUUID();
  const begun = await system.transaction(async (tx) => {
    const made = begin(files, parts, tx, {
      id,
      subjectId: randomUUID(),
      command: {
        type: 'OpenIncident',
        centreId,
        municipalityId,
        alarmId: randomUUID(),
        alarmVersion: 1,
        occurredAt: parts.clock.now().toISOString(),
        facts,
        policeNumber: null,
        holder: null,
        words: noWords,
        circle,
        isErased: true,
      },
      actor: { type: 'system', part: 'outbox' },
    });
    if ('written' in made) await made.written;
    return made;
  });
  if ('refusal' in begun) throw new Error(begun.refusal.code);
  return id;
}
