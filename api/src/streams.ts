// Every subject whose history is kept, for whoever goes over all of them: the verifier and the migrations. A further
// one is a line here.
import { alarms } from './alarms/row/alarm-row.ts';
import { buttonRows } from './buttons/row/button-row.ts';
import { verifySeals } from './audit/seals/seal-lines.ts';
import type { Database, Transaction } from './db/connect.ts';
import { readEvent } from './log/event-text.ts';
import { foldAnew, type FoldedAnew } from './log/fold-anew.ts';
import type { Stream } from './log/stream.ts';
import { feedHoles, strangers, verifyStream, type LogFault } from './log/verify.ts';
import type { KeyRing } from './sealing/key-ring.ts';
import { municipalityRows } from './municipality/customers/municipality-row.ts';
import { incidentFiles } from './municipality/incidents/incident-row.ts';
import { planRows } from './plans/plan-row.ts';
import { serviceAccountRows } from './service-accounts/service-account-row.ts';
import { personRows } from './persons/person-row.ts';
import { privacyRequestRows } from './privacy/request-row.ts';
import { memberRecords } from './people/member-row.ts';
import { settingRows } from './settings/setting-row.ts';
import { eachOnce } from '@achterwacht/shared/one-table.ts';
import { foldOf, type SubjectTypes } from '@achterwacht/shared/subject.ts';

/** What is done with each, whatever it is of. */
const each = eachOnce('streams', [
  asOne(alarms),
  asOne(buttonRows),
  asOne(settingRows),
  asOne(incidentFiles),
  asOne(municipalityRows),
  asOne(memberRecords),
  asOne(planRows),
  asOne(personRows),
  asOne(serviceAccountRows),
  asOne(privacyRequestRows),
]);

/** Of each the name and the feed. */
export const subjectsInLog = each.map(({ name, feed }) => ({ streamType: name, feed }));

/** What a subject's events say of it without any key. @throws of what this release cannot read. */
export function foldUnsealed(streamType: string, texts: readonly string[]): object | null {
  return each.find(({ name }) => name === streamType)?.foldUnsealed(texts) ?? null;
}

function asOne<T extends SubjectTypes>(stream: Stream<T>) {
  return {
    name: stream.subject.name,
    feed: stream.subject.feed,
    foldUnsealed: (texts: readonly string[]): object | null =>
      foldOf(
        stream.subject,
        texts.map((text) => readEvent(stream.subject, text, [])),
      ),
    verify: (tx: Transaction, keys: KeyRing) => verifyStream(stream, tx, keys),
    foldAnew: (
      owner: Database,
      openKeys: () => KeyRing,
      onProgress?: (done: number, of: number) => void,
    ): Promise<FoldedAnew> => foldAnew(stream, owner, openKeys, onProgress),
  };
}

export type LogVerdict = { alarms: number; streams: number; events: number; faults: LogFault[] };

/** All of it read from one moment, so that a centre at work is no fault. */
export function verifyLog(system: Database, keys: KeyRing): Promise<LogVerdict> {
  return system.transaction(async (tx) => {
    const verdict: LogVerdict = { alarms: 0, streams: 0, events: 0, faults: [] };
    for (const { name, verify } of each) {
      const { rows, events, faults } = await verify(tx, keys);
      if (name === 'alarm') verdict.alarms = rows;
      verdict.streams += rows;
      verdict.events += events;
      verdict.faults.push(...faults);
    }
    const names = each.map(({ name }) => name);
    verdict.faults.push(...(await strangers(tx, names)), ...(await feedHoles(tx)));
    verdict.faults.push(...(await verifySeals(tx)));
    return verdict;
  }, 'snapshot');
}

/** Every row brought up to what this release folds. @param onProgress Of which subject how many are done, of how many. */
export async function foldAllAnew(
  owner: Database,
  openKeys: () => KeyRing,
  onProgress: (name: string, done: number, of: number) => void = () => {},
): Promise<(FoldedAnew & { of: string })[]> {
  const folded = [];
  for (const { name, foldAnew } of each) {
    const one = await foldAnew(owner, openKeys, (done, of) => onProgress(name, done, of));
    folded.push({ of: name, ...one });
  }
  return folded;
}
