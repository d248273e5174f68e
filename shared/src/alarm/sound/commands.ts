// What people ask about its sound, and what the media-server and whoever erases recordings report of it.
import * as z from 'zod';
import { soundFact } from '../../listen-in/facts.ts';
import { anyText, reasonText } from '../../command-text.ts';
import { hears } from './state.ts';

const at = z.iso.datetime();

export const soundCommands = {
  byPerson: [
    z.object({ type: z.literal('StartListening') }),
    z.object({ type: z.literal('StopListening') }),
    // The next two are what a desk reports about itself; its person did nothing for it.
    z.object({ type: z.literal('ReportHearing'), hears }),
    z.object({ type: z.literal('ReportAudible'), line: z.enum(['sound', 'silent']) }),
    z.object({
      type: z.literal('AddMarker'),
      markerId: z.uuid(),
      audioMoment: at,
      label: anyText(200),
    }),
    z.object({ type: z.literal('RequestPlayback'), reason: reasonText }),
    z.object({ type: z.literal('HoldRecording'), reason: reasonText }),
    z.object({ type: z.literal('ReleaseRecording'), reason: reasonText }),
  ],
  bySystem: [
    z.object({ type: z.literal('ListenerLost'), userId: z.uuid() }),
    z.object({ type: z.literal('ReportRecording'), fact: soundFact }),
    /** Said after it was erased: the proof must not be older than the deed. */
    z.object({ type: z.literal('EraseRecording'), recordingId: z.uuid() }),
  ],
} as const;
