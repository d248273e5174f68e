// What everybody who handles sound speaks of: whose it is, how it is coded, why it stopped. What is said about it across
// a program's border stands in the files beside this, in the order in which it happens: a device gateway asks for a way
// in (`device`), a desk gets leave (`tokens`) and speaks on its sound socket (`desk`), the media-server tells the api
// (`facts`), the api asks of the media-server (`control`). Nothing there can carry sound towards a button: there is no
// message for it.
//
// A room is a button: its id is the button's id. A recording is one stretch of sound of one alarm.
import * as z from 'zod';

export const room = z.uuid();
export const recordingId = z.uuid();
export const alarmId = z.uuid();

/** PCMU and PCMA are G.711: what telephone-like devices speak. */
export const soundCodec = z.enum(['opus', 'pcmu', 'pcma']);
export type SoundCodec = z.infer<typeof soundCodec>;

/**
 * Whether a centre has sound at all. `awaited`: this machine still makes what carries it; a media-server that
 * is away for a moment is `here`.
 */
export const soundPresence = z.enum(['here', 'awaited', 'absent']);
export type SoundPresence = z.infer<typeof soundPresence>;

export const soundTransport = z.enum(['whip', 'rtp']);
export type SoundTransport = z.infer<typeof soundTransport>;

/** `restarted`: the media-server itself was; what was under way is known from its disk. */
export const lostBecause = z.enum(['no-packets', 'disconnected', 'worker-died', 'restarted']);
export type LostBecause = z.infer<typeof lostBecause>;
