// Decisions about sound, which touch nobody's ownership or judgement: who listens, what is marked, held or listened
// back to, and what the media-server reports.
import { type Refusal, refusal } from '../refusal.ts';
import { whileOpen, staff, type SomeRules } from '../rule.ts';
import type { Alarm } from '../state.ts';
import { listenerGone } from './listeners.ts';
import { wasRecorded, recordingFacts } from './recordings.ts';
import { isThere, listenerOf } from './state.ts';

/** Sound that is kept somewhere: what playback, a marker and holding are about. */
function noRecording({ sound }: Alarm): Refusal | null {
  if (sound.recordings.length === 0) return refusal('geen-opname');
  if (sound.recordings.some(isThere)) return null;
  return refusal(
    sound.recordings.every(({ notKept }) => notKept) ? 'niet-opgenomen' : 'opname-gewist',
  );
}

const whileListening = whileOpen((alarm, person) =>
  listenerOf(alarm, person) ? null : refusal('luistert-niet'),
);

export const soundRules = {
  // Raw sound is for staff, once somebody answers for the alarm; whoever joins him is seen by him.
  StartListening: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm) => {
      if (!alarm.button.sound) return refusal('knop-zonder-geluid');
      return alarm.times.claimed ? null : refusal('geen-eigenaar');
    }),
    decide: (alarm, _command, { by }) =>
      // A desk that lost its line comes back: nothing new to say.
      listenerOf(alarm, by) ? [] : [{ type: 'ListenInStarted', data: { by } }],
  },
  StopListening: {
    sentBy: 'person',
    roles: staff,
    when: whileListening,
    decide: (_alarm, _command, { by }) => [{ type: 'ListenInEnded', data: { by, why: 'stopped' } }],
  },
  ReportHearing: {
    sentBy: 'person',
    roles: staff,
    when: whileListening,
    decide: (alarm, { hears }, { by }) =>
      listenerOf(alarm, by)?.hears === hears
        ? []
        : [{ type: 'HearingChanged', data: { by, hears } }],
  },
  ReportAudible: {
    sentBy: 'person',
    roles: staff,
    when: whileListening,
    decide: (alarm, { line }, { by }) => {
      const known = line === 'sound' ? alarm.times.audible : alarm.sound.silentLineAt;
      // A line that once had sound on it is not the silent line that a later stage is waiting for.
      if (known || (line === 'silent' && alarm.times.audible)) return [];
      return [{ type: 'AlarmAudible', data: { by, line } }];
    },
  },
  AddMarker: {
    sentBy: 'person',
    roles: staff,
    when: noRecording,
    decide: (alarm, { markerId, audioMoment, label }, { by, now }) => {
      if (alarm.markers.some((marker) => marker.markerId === markerId)) return [];
      if (!wasRecorded(alarm, audioMoment, now)) return refusal('moment-buiten-opname');
      return [{ type: 'MarkerAdded', data: { markerId, by, audioMoment }, personal: { label } }];
    },
  },
  // While it is open whoever listens may also listen back; afterwards it takes a reason.
  RequestPlayback: {
    sentBy: 'person',
    roles: staff,
    when: (alarm) => (alarm.closed ? noRecording(alarm) : refusal('niet-gesloten')),
    decide: (_alarm, { reason }, { by }) => [
      { type: 'PlaybackRequested', data: { by }, personal: { reason } },
    ],
  },
  HoldRecording: {
    sentBy: 'person',
    roles: ['supervisor'],
    when: (alarm) =>
      noRecording(alarm) ??
      (alarm.sound.held ? refusal('opname-vastgehouden', { by: alarm.sound.held.by.name }) : null),
    decide: (_alarm, { reason }, { by }) => [
      { type: 'RecordingHeld', data: { by }, personal: { reason } },
    ],
  },
  ReleaseRecording: {
    sentBy: 'person',
    roles: ['supervisor'],
    when: (alarm) => (alarm.sound.held ? null : refusal('opname-niet-vastgehouden')),
    decide: (_alarm, { reason }, { by }) => [
      { type: 'RecordingReleased', data: { by }, personal: { reason } },
    ],
  },
  ListenerLost: {
    sentBy: 'system',
    decide: (alarm, { userId }) => listenerGone(alarm, userId, 'desk-lost'),
  },
  ReportRecording: { sentBy: 'system', decide: (alarm, { fact }) => recordingFacts(alarm, fact) },
  EraseRecording: {
    sentBy: 'system',
    decide: (alarm, { recordingId }) => {
      const kept = alarm.sound.recordings.find((each) => each.recordingId === recordingId);
      if (!kept || !isThere(kept)) return [];
      return [{ type: 'RecordingErased', data: { recordingId, why: 'retention' } }];
    },
  },
} satisfies SomeRules;
