// Reads the data of an ADM-CID frame: `QEEE GG ZZZ`, qualifier, event, group, zone. Senders leave out
// the blanks, the group or the zone, put the message type 18 in front, or join several with bars.
import type { SignalKind } from '@achterwacht/shared/signals.ts';
import type { CodeMeaning, ReadEvent } from './code-meaning.ts';
import { contactIdCodes } from './contact-id-codes.ts';

const eventPattern =
  /^\s*(?:18\s*(?=[0-9][0-9A-F]{3}))?([0-9])([0-9A-F]{3})(?:[\s/]*([0-9A-F]{2}))?(?:[\s/]*([0-9A-F]{3}))?(?![0-9A-F])\s*(.*)$/is;

const newEvent = '1';
const restored = '3';
const stillPresent = '6';

/** The events in `payload` (what stands behind `#account|`), in order; empty when none can be read. */
export function readContactIdEvents(payload: string): ReadEvent[] {
  return payload.split('|').flatMap((part) => {
    const match = eventPattern.exec(part);
    if (match === null) return [];
    const [, qualifier = '', digits = '', , zone, text = ''] = match;
    const code = digits.toUpperCase();
    const meaning = contactIdCodes[code];
    const kind = kindOf(qualifier, meaning);
    const restores = meaning?.restores ?? meaning?.kind;
    return [
      {
        kind,
        ...(kind === 'restore' && restores && { restores }),
        code,
        zone: zone?.toUpperCase() ?? null,
        text: text.trim() || null,
        isKnown: meaning !== undefined && knownQualifiers.has(qualifier),
        isOld: false,
      },
    ];
  });
}

const knownQualifiers: ReadonlySet<string> = new Set([newEvent, restored, stillPresent]);

/** Kinds whose codes use qualifier 3 for their second half (closing, end of test), not for a restore. */
const paired: ReadonlySet<SignalKind> = new Set(['status', 'test']);

/** An unknown qualifier reads as a new event: rather a card too many than a press too few. */
function kindOf(qualifier: string, meaning: CodeMeaning | undefined): SignalKind {
  const kind = meaning?.kind ?? 'unknown';
  return qualifier === restored && !paired.has(kind) ? 'restore' : kind;
}
