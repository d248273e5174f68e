// What members are told by mail, each in his language: their invitation, that a paper ends, that a second factor was
// replaced. A mail that failed for one of several is sent to all of them again, under the same id, which a mail program
// shows once.
import { role as roles, type Role } from '@achterwacht/shared/roles.ts';
import type { MemberEvent } from '@achterwacht/shared/member/evolve.ts';
import type { Member } from '@achterwacht/shared/member/state.ts';
import { memberSubject } from '@achterwacht/shared/subjects/member.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { readEvent } from '../log/event-text.ts';
import { find } from '../log/read-stream.ts';
import type { Gateways } from '../notify/gateways.ts';
import { readLanguages } from '../notify/read-languages.ts';
import type { Delivery, DueEffect, Handler } from '../outbox/outbox.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { Settings } from '../settings/settings.ts';
import { invitationHash, invitationLink, invitationSecret } from './link-secrets.ts';
import { invitationText, subjectIn, toldText } from './mail-texts.ts';
import { memberRecords } from './member-row.ts';

type Parts = {
  background: Database;
  keys: KeyRing;
  clock: Clock;
  gateways: Pick<Gateways, 'mailOf'>;
  settings: Pick<Settings, 'settingOf'>;
  origin: string;
};

const withoutGateway: Delivery = { status: 'withheld', why: 'no-gateway' };
const overtaken: Delivery = { status: 'withheld', why: 'overtaken' };

export function createTellMembers(parts: Parts) {
  return {
    'mail-invitation': mailInvitation(parts),
    'tell-papers-end': tell(parts, 'administrator'),
    'tell-factor-reset': tell(parts, 'supervisor'),
    'tell-no-administrator': tell(parts, 'supervisor', 'also where he left'),
  } satisfies Record<string, Handler>;
}

/** The link is made anew at each attempt, and is the same: what was sent twice opens the same door. */
function mailInvitation(parts: Parts): Handler {
  return async (effect, signal) => {
    const send = parts.gateways.mailOf(effect.centreId);
    if (!send) return withoutGateway;
    const member = await findMember(parts, effect);
    const { invitation, personal } = member ?? {};
    const isOpen =
      member?.status === 'invited' &&
      invitation?.way === 'mail' &&
      Date.parse(invitation.expiresAt) > parts.clock.now().getTime();
    if (!isOpen || !personal || (await isRenewed(parts, effect))) return overtaken;
    const secret = invitationSecret(parts.keys, invitation.id);
    if (invitationHash(secret) !== invitation.hash) throw new Error('the master key was changed');
    const [centre] = await parts.background.sql<{ name: string; phone: string }[]>`
      select name, phone from centres where id = ${effect.centreId}`;
    const language = (await readLanguagesOf(parts, effect.centreId, [member.id])).get(member.id)!; // whom it was asked of
    const link = invitationLink(parts.origin, secret);
    const text = invitationText({ centre: centre!.name, phone: centre!.phone, link }, language);
    const subject = subjectIn(language);
    await send({ id: effect.id, to: personal.email, subject, text }, signal);
    return { status: 'sent' };
  };
}

/** Him, and everybody of that role who works at his centre. */
function tell(parts: Parts, role: Role, him?: 'also where he left'): Handler {
  return async (effect, signal) => {
    const send = parts.gateways.mailOf(effect.centreId);
    if (!send) return withoutGateway;
    const event = await findEvent(parts, effect);
    const { centreId, id, streamId } = effect;
    const rows = await parts.background.sql<{ userId: string; email: string }[]>`
      select user_id as "userId", email from members where centre_id = ${centreId}
        and (status = 'active' or (${him !== undefined} and user_id = ${streamId}))
        and role = any(${roles.options}) and (role = ${role} or user_id = ${streamId})
      order by email`;
    const languages = await readLanguagesOf(
      parts,
      centreId,
      rows.map(({ userId }) => userId),
    );
    const sent = await Promise.allSettled(
      rows.map(({ userId, email: to }, index) => {
        const language = languages.get(userId)!; // whom it was asked of
        const subject = subjectIn(language);
        const text = toldText(event, language);
        return send({ id: `${id}.${index + 1}`, to, subject, text }, signal);
      }),
    );
    const failed = sent.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    return { status: 'sent' };
  };
}

const readLanguagesOf = (
  { background: { sql }, settings }: Parts,
  centreId: string,
  ids: string[],
) => readLanguages({ sql, settings }, { centreId, userIds: ids });

/** The event of which is told. */
async function findEvent(
  { background }: Parts,
  { streamId, streamVersion }: DueEffect,
): Promise<MemberEvent> {
  const [row] = await background.sql<{ text: string }[]>`
    select text from log.events where stream_id = ${streamId} and version = ${streamVersion}`;
  if (!row) throw new Error('an effect of no event');
  // Whatever it says of a person nobody else is told.
  return readEvent(memberSubject, row.text, []);
}

async function findMember(
  { background, keys }: Parts,
  { streamId }: DueEffect,
): Promise<Member | null> {
  if (streamId === null) return null;
  const stored = await background.transaction((tx) => find(memberRecords, tx, keys, streamId));
  return stored?.state ?? null;
}

/** Another mail goes out with the link that counts. */
async function isRenewed(
  { background }: Parts,
  { streamId, streamVersion }: DueEffect,
): Promise<boolean> {
  const rows = await background.sql`
    select from log.events where stream_id = ${streamId} and type = 'InvitationRenewed'
      and version > ${streamVersion}`;
  return rows.length > 0;
}
