// The police page's doors: a link is exchanged for a session by POST with the PIN, and from then on the
// device's own cookie counts. Whatever does not open says the same (410) and whom to call; nobody learns
// whether a link was ever there.
import type { FastifyInstance } from 'fastify';
import type * as z from 'zod';
import { opens, linkMinutes } from '@achterwacht/shared/alarm/police-page/link.ts';
import { placed, placeOfAlarms } from '@achterwacht/shared/feed-view.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { SystemCommand } from '@achterwacht/shared/alarm/commands.ts';
import { logAccess } from '../../access/access-log.ts';
import type { AsActor, Visitor } from '../../access/as-actor.ts';
import type { AsVisitorOfLink } from '../../access/as-visitor-of-link.ts';
import type { Authentication } from '../../access/authentication.ts';
import type { HandleCommand, HandleLinkCommand } from '../../alarms/commands/handle-command.ts';
import { findAlarm, type StoredAlarm } from '../../alarms/row/alarm-row.ts';
import type { Clock } from '../../clock.ts';
import type { Transaction } from '../../db/connect.ts';
import { Failure, notFound, refused, serve } from '../../http/server.ts';
import { withKeysMade, type KeyRing } from '../../sealing/key-ring.ts';
import { admitViewer, ended, whomToCall, type Admitted } from './admit-device.ts';
import { deviceLine, deviceTokenIn } from './device-cookie.ts';
import {
  enter,
  keepLink,
  keyOfSecret,
  keyOfToken,
  listViewers,
  makeSecrets,
  touchViewer,
} from './links.ts';
import { policeViewOf } from './view.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  asVisitorOfLink: AsVisitorOfLink;
  handleCommand: HandleCommand;
  handleLinkCommand: HandleLinkCommand;
  keys: KeyRing;
  clock: Clock;
  origin: string;
};

/** Looks within this count as one: a page asks every few seconds. */
const sameLookMilliseconds = 60_000;

/** Nobody says the same words twice within this, but a phone that lost the answer does. */
const sameMessageMilliseconds = 600_000;

export function servePolice(app: FastifyInstance, parts: Parts): void {
  serveDesk(app, parts);
  servePage(app, parts);
}

function serveDesk(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor } = parts;

  serve(app, authentication, routes.sharePoliceLink, ({ visitor, params, body }) =>
    shareLink(parts, visitor, params.alarmId, body),
  );

  serve(app, authentication, routes.policeViewers, async ({ visitor, params }) => {
    const viewers = await asActor(visitor, 'alarm.read', (tx) =>
      listViewers(tx, parts.keys, params.alarmId),
    );
    return viewers ? { viewers } : notFound();
  });
}

/** The secret and the PIN are in this answer and nowhere else. */
export async function shareLink(
  parts: Pick<Parts, 'asActor' | 'handleCommand' | 'clock' | 'origin'>,
  visitor: Visitor,
  alarmId: string,
  { commandId, linkId, minutes = linkMinutes.default }: Wanted,
) {
  const { asActor, handleCommand, clock, origin } = parts;
  const until = new Date(clock.now().getTime() + minutes * 60_000).toISOString();
  const command = { type: 'ShareLink', linkId, until, commandId } as const;
  const outcome = await handleCommand.forPerson(visitor, alarmId, command);
  if (outcome.status === 'not-found') return notFound();
  if (outcome.status === 'refused') return refused(outcome.refusal);
  const secrets = makeSecrets();
  const { centreId } = visitor;
  // After the log knows of it. Whoever falls between the two has a link that opens nothing.
  const isNew = await asActor(visitor, 'alarm.command', (tx) =>
    keepLink(tx, { id: linkId, alarmId, centreId, at: clock.now(), ...secrets }),
  );
  if (!isNew) return new Failure(409, 'link-bestaat');
  const url = new URL(`/p#${secrets.secret}`, origin).href;
  const events = placed(placeOfAlarms(outcome.alarm.centreId), outcome.events);
  return { url, pin: secrets.pin, until, events };
}
type Wanted = z.infer<(typeof routes)['sharePoliceLink']['body']>;

function servePage(app: FastifyInstance, parts: Parts): void {
  const { authentication, asVisitorOfLink, handleLinkCommand, keys, clock } = parts;

  serve(app, authentication, routes.policeEnter, async ({ body, request, reply }) => {
    const now = clock.now();
    const key = keyOfSecret(body.secret);
    const found = await withKeysMade(keys, () =>
      asVisitorOfLink(key, async (tx, link) => {
        const stored = link && (await findAlarm(tx, keys, link.alarmId));
        if (!link || !stored || !opens(stored.state, link.linkId, now)) return ended(tx);
        const entry = await enter(tx, { keys, stored }, link, body, now);
        if (entry.status === 'open') await logLook(tx, stored, now, request.ip);
        return entry.status === 'locked' ? ended(tx) : { link, stored, entry };
      }),
    );
    if (found instanceof Failure) return found;
    const { link, stored, entry } = found;
    if (entry.status === 'wrong-pin') return new Failure(403, 'pin-wrong', { left: entry.left });
    if (entry.status !== 'open') return new Failure(403, 'link-full');
    await handleLinkCommand(key, { type: 'ReportLinkViewed', linkId: link.linkId });
    void reply.header('set-cookie', deviceLine(parts.origin, entry.token));
    return { number: stored.state.number };
  });

  serve(app, authentication, routes.policeView, async ({ request, query }) => {
    const now = clock.now();
    const token = deviceTokenIn(parts.origin, request.headers.cookie);
    const answer = await asVisitorOfLink(keyOfToken(token), async (tx) => {
      const known = await admitViewer(tx, keys, token, now);
      if (known instanceof Failure) return known;
      const { viewer, stored, until } = known;
      const isNew = query.since === undefined;
      const isLater = now.getTime() - viewer.lastSeenAt.getTime() >= sameLookMilliseconds;
      if (isLater) await touchViewer(tx, viewer.id, now);
      // A page that is open asks by itself; opened again it is a look.
      if (isNew && isLater) await logLook(tx, stored, now, request.ip);
      const { version } = stored.state;
      return {
        viewed: isNew && isLater ? viewer : null,
        answer: {
          serverTime: now.toISOString(),
          version,
          viewer: viewer.name,
          viewers: viewer.viewers,
          until: until.toISOString(),
          centre: await whomToCall(tx),
          view: query.since === version ? null : await policeViewOf(tx, keys, stored, now),
        },
      };
    });
    if (answer instanceof Failure) return answer;
    const { viewed } = answer;
    if (viewed)
      await handleLinkCommand(keyOfToken(token), {
        type: 'ReportLinkViewed',
        linkId: viewed.linkId,
      });
    return answer.answer;
  });

  serve(app, authentication, routes.policeReport, ({ request, body }) =>
    sendForPolice(request.headers.cookie, ({ viewer, stored }) => {
      const { received } = stored.state.times;
      const now = clock.now().toISOString();
      const statedAt = clampedBetween(body.statedAt, received ?? body.statedAt, now);
      const { status, reference } = body;
      return { type: 'ReceivePoliceStatus', status, statedAt, operator: viewer.name, reference };
    }),
  );

  serve(app, authentication, routes.policeMessage, ({ request, body }) =>
    sendForPolice(request.headers.cookie, ({ viewer, stored }) => {
      // The same words once more, after an answer that was lost on the way.
      const { policeMessages, personal } = stored.state;
      const isRepeat = policeMessages.some(
        ({ why, version, at }) =>
          why === 'from-police' &&
          personal?.policeTexts?.[version] === body.text &&
          clock.now().getTime() - Date.parse(at) < sameMessageMilliseconds,
      );
      if (isRepeat) return null;
      return { type: 'ReceivePoliceMessage', operator: viewer.name, text: body.text };
    }),
  );

  type PoliceCommand = Extract<
    SystemCommand,
    { type: 'ReceivePoliceStatus' | 'ReceivePoliceMessage' }
  >;

  async function sendForPolice(
    cookie: string | undefined,
    commandOf: (known: Admitted) => PoliceCommand | null,
  ) {
    const token = deviceTokenIn(parts.origin, cookie);
    const key = keyOfToken(token);
    const known = await asVisitorOfLink(key, (tx) => admitViewer(tx, keys, token, clock.now()));
    if (known instanceof Failure) return known;
    const command = commandOf(known);
    if (!command) return { version: known.stored.state.version };
    const outcome = await handleLinkCommand(key, command);
    if (outcome.status === 'not-found') return notFound();
    if (outcome.status === 'refused') return refused(outcome.refusal);
    return { version: outcome.alarm.version };
  }
}

/** By the link alone: who the police call themselves stands sealed with the alarm, and is shown there. */
function logLook(
  tx: Transaction,
  { state: { id, centreId, personal }, subjectId }: StoredAlarm,
  at: Date,
  origin: string,
): Promise<void> {
  return logAccess(
    tx,
    { centreId, id: null, role: 'police-link' },
    {
      at,
      action: 'police.page',
      object: id,
      whom: personal?.holder ? subjectId : null,
      result: 'shown',
      origin,
    },
  );
}

/** A telephone's clock is its owner's word: never before the alarm, never in the future. */
function clampedBetween(moment: string, earliest: string, latest: string): string {
  if (Date.parse(moment) < Date.parse(earliest)) return earliest;
  return Date.parse(moment) > Date.parse(latest) ? latest : new Date(moment).toISOString();
}
