// A notice as a CAP 1.2 message (OASIS Common Alerting Protocol). Never public: the only addressee is the
// control room. Texts are Dutch, for a Dutch control room reads them.
import { approachWords, dangerText, historyText } from '@achterwacht/shared/alarm/script/danger.ts';
import { possibleWords } from '@achterwacht/shared/places/known-place.ts';
import { policeClassText } from '@achterwacht/shared/alarm/script/police-class.ts';
import type { Notice } from './notice.ts';

/** `Exercise` is what a drill is; a receiver must not be able to take it for the real thing. */
const statusOf = { real: 'Actual', exercise: 'Exercise', test: 'Test' } satisfies Record<
  Notice['mode'],
  string
>;

/** The sender of a notice in the form CAP asks for: one word, unique to the centre. */
type Address = { sender: string; recipient: string };

export function capOf(notice: Notice, address: Address): string {
  const sent = moment(notice.sentAt);
  const isMessage = notice.kind === 'message';
  const content = [
    element('identifier', notice.id),
    element('sender', word(address.sender)),
    element('sent', sent),
    element('status', statusOf[notice.mode]),
    element('msgType', isMessage ? 'Update' : 'Alert'),
    element('source', notice.centre.name),
    element('scope', 'Private'),
    element('addresses', quoted(address.recipient)),
    isMessage
      ? element(
          'references',
          `${word(address.sender)},${notice.handover.id},${moment(notice.handover.sentAt)}`,
        )
      : '',
    element('incidents', String(notice.alarm.number)),
    infoOf(notice),
  ];
  return alertOf(content);
}

function alertOf(content: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">${content.join('')}</alert>\n`;
}

type TestAlert = { id: string; sentAt: string; centre: Notice['centre']; text: string };

/** Of no alarm: whoever takes it answers, and does nothing. */
export function testCapOf({ id, sentAt, centre, text: said }: TestAlert, address: Address): string {
  return alertOf([
    element('identifier', id),
    element('sender', word(address.sender)),
    element('sent', moment(sentAt)),
    element('status', statusOf.test),
    element('msgType', 'Alert'),
    element('source', centre.name),
    element('scope', 'Private'),
    element('addresses', quoted(address.recipient)),
    parent('info', [
      element('language', 'nl-NL'),
      element('category', 'Security'),
      element('event', 'Proefbericht'),
      element('responseType', 'None'),
      element('urgency', 'Unknown'),
      element('severity', 'Unknown'),
      element('certainty', 'Unknown'),
      element('senderName', centre.name),
      element('headline', 'Proefbericht'),
      element('description', said),
      element('contact', centre.phone),
    ]),
  ]);
}

const doubtWords = {
  unbelieved: 'Bron van het alarm niet geverifieerd.',
  'place-unbelieved': 'Plaats en positie niet geverifieerd.',
  'not-encrypted': 'Knop niet versleuteld.',
} satisfies Record<Notice['doubts'][number], string>;

function infoOf(notice: Notice): string {
  const { medical, person, situation } = notice;
  const isVerified = notice.basis !== null;
  const facts: [string, string | null][] = [
    ['class', notice.class],
    ['basis', notice.basis],
    ['raisedAt', notice.alarm.raisedAt],
    ['personName', person?.name ?? null],
    ['personFunction', person?.function ?? null],
    ['positionMeasuredAt', notice.position?.measuredAt ?? null],
    ['positionRd', notice.position?.rd ?? null],
    ['positionAccuracyMetres', text(notice.position?.accuracyMetres)],
    ['direction', notice.position?.direction ?? null],
    ...notice.doubts.map((doubt): [string, string] => ['doubt', doubt]),
    ['weapon', situation.weapon],
    ['persons', text(situation.persons)],
    ['children', situation.children],
    ['injured', situation.injured],
    ['perpetratorKnows', situation.perpetratorKnows],
  ];
  const description = [
    notice.text,
    notice.heard && `Gehoord: ${notice.heard}`,
    ...notice.doubts.map((doubt) => doubtWords[doubt]),
    dangerText(situation),
    historyText(notice.reportedBefore, situation),
    notice.aol,
  ];
  return parent('info', [
    element('language', 'nl-NL'),
    element('category', medical ? 'Health' : 'Security'),
    element('event', medical ? 'Persoonlijk alarm: medisch' : 'Persoonlijk alarm: dwang'),
    element('responseType', 'Execute'),
    element('urgency', 'Immediate'),
    element('severity', isVerified ? 'Extreme' : 'Unknown'),
    element('certainty', isVerified ? 'Observed' : 'Possible'),
    element('senderName', notice.centre.name),
    element(
      'headline',
      `Alarm ${notice.alarm.number}: ${policeClassText(notice.class, isVerified)}`,
    ),
    element('description', description.filter(Boolean).join('\n')),
    element('instruction', approachWords(situation)),
    element('contact', notice.centre.phone),
    ...facts.map(([name, value]) =>
      value === null
        ? ''
        : parent('parameter', [element('valueName', name), element('value', value)]),
    ),
    areaOf(notice),
  ]);
}

function areaOf({ place, possiblePlace, position }: Notice): string {
  if (!place && !position) return '';
  const named = place?.basis === 'nearest' ? `In de buurt van ${place.text}` : place?.text;
  const described = [named ?? 'Positie van de knop', possiblePlace && possibleWords(possiblePlace)];
  return parent('area', [
    element('areaDesc', described.filter(Boolean).join(', ')),
    position ? element('circle', circle(position)) : '',
  ]);
}

/** `latitude,longitude radius` in degrees and kilometres; without an accuracy the radius is 0: a point. */
function circle({ latitude, longitude, accuracyMetres }: NonNullable<Notice['position']>): string {
  return `${latitude},${longitude} ${(accuracyMetres ?? 0) / 1000}`;
}

/** CAP has no fraction of a second and no `Z`. */
function moment(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19)}+00:00`;
}

/** Identifiers and senders may hold no space, comma or mark-up. */
function word(value: string): string {
  return value.replaceAll(/[\s,<>&"]/g, '-');
}

/** An address with a space in it stands in quotes, or it would be two. */
function quoted(value: string): string {
  const clean = value.replaceAll('"', '');
  return /\s/.test(clean) ? `"${clean}"` : clean;
}

const text = (value: number | null | undefined) =>
  value === null || value === undefined ? null : String(value);

function parent(name: string, children: string[]): string {
  return `<${name}>${children.join('')}</${name}>`;
}

function element(name: string, value: string): string {
  return `<${name}>${escaped(value)}</${name}>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** XML 1.0 has no way at all to hold most control characters, so they are left out. */
function escaped(value: string): string {
  return value
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>]/g, (mark) => entities[mark]!);
}
