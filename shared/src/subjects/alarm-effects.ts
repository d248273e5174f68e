// What has to happen outside because of an alarm's event. The effects are committed with the event and carried out
// later by the outbox; nothing here sends anything.
import type { AlarmEvent } from '../alarm/events.ts';
import type { Alarm } from '../alarm/state.ts';
import { isCase } from '../municipality/incident.ts';
import type { Effect } from '../subject.ts';
import { controlRoomCode, controlRooms } from '../police/control-rooms.ts';

export const effectKinds = [
  'page-supervisor',
  'page-on-call',
  'draft-incident',
  'police-webhook',
  'tell-administrator',
] as const;
export type EffectKind = (typeof effectKinds)[number];

type AlarmEffect = Effect & { kind: EffectKind };

export function effectsOf(alarm: Alarm, event: AlarmEvent): AlarmEffect[] {
  if (event.type === 'AlarmClosed' || event.type === 'AlarmReopened') return incidentOf(alarm);
  if (
    event.type === 'HandoverSent' ||
    event.type === 'UpgradeSent' ||
    event.type === 'PoliceMessageAdded'
  )
    return noticeOf(alarm, event);
  if (event.type !== 'DeadlinePassed') return [];
  switch (event.data.kind) {
    case 'unclaimed-supervisor':
      return [
        page(
          'page-supervisor',
          `Alarm ${alarm.number} ${isFree(alarm) ? 'heeft geen eigenaar meer en ' : ''}wacht te lang op aannemen.`,
        ),
      ];
    case 'unclaimed-on-call':
      return [
        page(
          'page-on-call',
          `Alarm ${alarm.number} ${isFree(alarm) ? 'heeft geen eigenaar meer' : 'is nog niet aangenomen'}. Ga naar uw post.`,
        ),
      ];
    case 'on-call-over':
      return [
        page(
          'page-supervisor',
          `Alarm ${alarm.number}: niemand van de oproepbaren neemt aan. Zij worden niet meer opgeroepen.`,
        ),
      ];
    case 'owner-idle-supervisor':
      return [page('page-supervisor', `Alarm ${alarm.number}: geen handeling sinds het aannemen.`)];
    case 'no-decision-supervisor':
      return [page('page-supervisor', `Alarm ${alarm.number}: nog geen verificatiebesluit.`)];
    case 'unverifiable-supervisor':
      return [
        page(
          'page-supervisor',
          `Alarm ${alarm.number} is niet te verifiëren en niet doorgemeld. Meld door of leg vast waarom niet.`,
        ),
      ];
    case 'handover-unconfirmed': {
      const since = 'at' in alarm.handover ? alarm.handover.at : null;
      return unconfirmed(alarm, event, since, 'doormelding niet bevestigd.');
    }
    case 'upgrade-unconfirmed': {
      const since = alarm.upgrade?.at ?? null;
      return unconfirmed(alarm, event, since, 'nu geverifieerd, niet bevestigd.');
    }
    default:
      return [];
  }
}

/** Somebody had it: called not yet taken, it would seem to be another one. */
function isFree({ ownership }: Alarm): boolean {
  return ownership.status === 'released';
}

/** A quarter of an hour at the usual minute: whoever has not come by then is not woken by a sixteenth. */
const mostUnconfirmedPages = 15;

/** By round since it was told; the last one says that it is, and the desks go on saying it. */
function unconfirmed(
  { number, plan }: Alarm,
  { at }: AlarmEvent,
  since: string | null,
  what: string,
): AlarmEffect[] {
  const seconds = plan.timings.handoverUnconfirmedSeconds;
  const round =
    since === null || seconds === undefined
      ? 1
      : Math.round((Date.parse(at) - Date.parse(since)) / (seconds * 1000));
  if (round > mostUnconfirmedPages) return [];
  const last = round === mostUnconfirmedPages ? ' Dit is de laatste oproep hierover.' : '';
  return [page('page-supervisor', `Alarm ${number}: ${what} Bel de meldkamer.${last}`)];
}

/** The municipality's file follows the alarm: made at its closing, put right when that is taken back. */
function incidentOf(alarm: Alarm): AlarmEffect[] {
  if (!isCase(alarm)) return [];
  return [
    {
      kind: 'draft-incident',
      recipient: `gemeente ${alarm.municipality!.name}`, // a case has one
      text: `Alarm ${alarm.number} staat klaar in de lijst met meldingen.`,
    },
  ];
}

type WithNotice = Extract<
  AlarmEvent,
  { type: 'HandoverSent' | 'UpgradeSent' | 'PoliceMessageAdded' }
>;

/** By data only where that was asked for; what the police say themselves is not told to them. */
function noticeOf({ number, dataNotice }: Alarm, event: WithNotice): AlarmEffect[] {
  if (!dataNotice) return [];
  const goes =
    event.type === 'PoliceMessageAdded' ? event.data.why !== 'from-police' : event.data.withData;
  if (!goes) return [];
  return [
    {
      kind: 'police-webhook',
      recipient: controlRoomOf(dataNotice),
      text:
        event.type === 'HandoverSent'
          ? `Alarm ${number}: doormelding aan de meldkamer.`
          : `Alarm ${number}: nader bericht aan de meldkamer.`,
    },
  ];
}

/** As whoever is told is named, on paper and in what he receives. */
export function controlRoomOf({ regionCode }: { regionCode: string | null }): string {
  const room = controlRoomCode.safeParse(regionCode).data;
  return room ? `meldkamer ${controlRooms[room].name}` : 'meldkamer';
}

const recipients = {
  'page-supervisor': 'dienstdoende supervisor',
  'page-on-call': 'oproepbare centralisten',
} satisfies Partial<Record<EffectKind, string>>;

function page(kind: keyof typeof recipients, text: string): AlarmEffect {
  return { kind, recipient: recipients[kind], text };
}
