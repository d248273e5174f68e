// What happened with its sound: who listens and what he hears; what came and is kept of it, as the media-server saw it.
import * as z from 'zod';
import { endedBecause, segment } from '../../listen-in/facts.ts';
import { lostBecause, soundCodec, soundTransport } from '../../listen-in/sound.ts';
import { staffMember } from '../../staff-member.ts';
import { hears } from './state.ts';

const at = z.iso.datetime();
const ofRecording = z.object({ recordingId: z.uuid(), happenedAt: at });

export const soundEvents = [
  z.object({ type: z.literal('ListenInStarted'), data: z.object({ by: staffMember }) }),
  z.object({
    type: z.literal('ListenInEnded'),
    data: z.object({ by: staffMember, why: z.enum(['stopped', 'desk-lost', 'taken-over']) }),
  }),
  z.object({ type: z.literal('HearingChanged'), data: z.object({ by: staffMember, hears }) }),
  /** The first time a listener's desk decoded sound, or had a line with nothing on it. */
  z.object({
    type: z.literal('AlarmAudible'),
    data: z.object({ by: staffMember, line: z.enum(['sound', 'silent']) }),
  }),
  z.object({
    type: z.literal('MarkerAdded'),
    data: z.object({ markerId: z.uuid(), by: staffMember, audioMoment: at }),
    personal: z.object({ label: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('SoundStarted'),
    data: ofRecording.extend({
      transport: soundTransport,
      codec: soundCodec,
      /** False: it is heard and not kept. */
      kept: z.literal(false).optional(),
    }),
  }),
  z.object({
    type: z.literal('SoundResumed'),
    data: ofRecording.extend({
      transport: soundTransport,
      codec: soundCodec,
      gapMilliseconds: z.int().nonnegative(),
    }),
  }),
  /** How loud a test was: its loudest second so far, of full scale. */
  z.object({
    type: z.literal('SoundMeasured'),
    data: ofRecording.extend({ decibels: z.number() }),
  }),
  z.object({ type: z.literal('SoundLost'), data: ofRecording.extend({ why: lostBecause }) }),
  z.object({ type: z.literal('SoundEnded'), data: ofRecording.extend({ why: endedBecause }) }),
  z.object({
    type: z.literal('SegmentStored'),
    data: segment.extend({ recordingId: z.uuid() }),
  }),
  /** The line of proof that stays when the sound itself is gone. */
  z.object({
    type: z.literal('RecordingErased'),
    data: z.object({
      recordingId: z.uuid(),
      why: z.enum(['retention', 'not-asked-for', 'not-kept']),
    }),
  }),
  z.object({
    type: z.literal('RecordingHeld'),
    data: z.object({ by: staffMember }),
    personal: z.object({ reason: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('RecordingReleased'),
    data: z.object({ by: staffMember }),
    personal: z.object({ reason: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('PlaybackRequested'),
    data: z.object({ by: staffMember }),
    personal: z.object({ reason: z.string() }).nullable(),
  }),
] as const;
