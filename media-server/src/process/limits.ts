// Every bound there is on what others may ask, with its reason. A limit that is met is answered by name
// (429, 503, `too-many`), never by silence: somebody's alarm may be behind it.

/** An offer of one voice is some 2 kB; browsers that offer everything they have stay below 16. */
export const sdpBytes = 32 * 1024;
/** One that offers a picture in every codec besides writes some four hundred. */
export const sdpLines = 1000;
/** A device that keeps losing its line comes back every few seconds; faster is a fault in it. */
export const sessionsPerDevice = { count: 10, milliseconds: 10_000 };
/** Guesses at a token of 256 bits are hopeless, and cost us a hash each. */
export const refusalsPerAddress = { count: 30, milliseconds: 60_000 };
/** What a worker carries (400 devices a core) times the most workers we start. */
export const mostRooms = 1600;
/** A WHIP session that has arranged everything and never connects. */
export const connectMilliseconds = 20_000;
/** A gateway that asked for a port and sends nothing: RTP has no goodbye of its own. */
export const idleRtpMilliseconds = 60_000;

/** Six days of shifts would fit; a desk never hears more than a handful of rooms. */
export const mostListeners = 500;
export const roomsPerListener = 12;
export const asksPerListener = { count: 60, milliseconds: 10_000 };
/** Lines of the log, of one listener and of all whose token was no good: more tell nobody more, and fill a disk. */
export const refusalsLogged = { count: 60, milliseconds: 60_000 };

/** Longer than any alarm stays open; a recording file set stays small enough to copy and to hash. */
export const longestRecordingMilliseconds = 12 * 60 * 60 * 1000;
/** Sound nobody's alarm asked for: no longer than it takes to be sure of that. */
export const abandonedMilliseconds = 10 * 60 * 1000;
export const eraseUnassignedMilliseconds = 10 * 60 * 1000;
