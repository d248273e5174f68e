// What members are told by mail: their invitation, that a paper ends, that a second factor was replaced. A mail that
// failed for one of several is sent to all of them again, under the same id, which a mail program shows once.
import { role as roles, type Role } from '@achterwacht/shared/roles.ts';
import type { Member } from '@achterwacht/shared/member/state.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { find } from '../log/read-stream.ts';
import type { Gateways } from '../notify/gateways.ts';
import type { Delivery, DueEffect, Handler } from '../outbox/outbox.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { invitationHash, invitationLink, invitationSecret } from './link-secrets.ts';
import { memberRecords } from './member-row.ts';

type Parts = {
  background: Database;
  keys: KeyRing;
  clock: Clock;
  gateways: Pick<Gateways, 'mailOf'>;
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
    const text = [
      `U bent uitgenodigd om in te loggen bij ${centre!.name}.`,
      'Open deze link en kies een wachtwoord. De link werkt één keer, zeven dagen lang.',
      invitationLink(parts.origin, secret),
      `Verwachtte u dit bericht niet? Open de link dan niet en bel ${centre!.phone}.`,
    ].join('\n\n');
    await send({ id: effect.id, to: personal.email, text }, signal);
    return { status: 'sent' };
  };
}

/** Him, and everybody of that role who works at his centre. */
function tell(parts: Parts, role: Role, him?: 'also where he left'): Handler {
  return async (effect, signal) => {
    const send = parts.gateways.mailOf(effect.centreId);
    if (!send) return withoutGateway;
    const rows = await parts.background.sql<{ email: string }[]>`
      select email from members where centre_id = ${effect.centreId}
        and (status = 'active' or (${him !== undefined} and user_id = ${effect.streamId}))
        and role = any(${roles.options}) and (role = ${role} or user_id = ${effect.streamId})
      order by email`;
    const sent = await Promise.allSettled(
      rows.map(({ email: to }, index) =>
        send({ id: `${effect.id}.${index + 1}`, to, text: effect.text }, signal),
      ),
    );
    const failed = sent.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    return { status: 'sent' };
  };
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
