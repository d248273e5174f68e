// Which events are said aloud to whoever cannot see the screen, and how loudly.
import { isHearsay } from '@achterwacht/shared/alarm/signals/belief.ts';
import { callsForHelp } from '@achterwacht/shared/alarm/joining.ts';
import { isWaiting, ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import { sentenceOf } from '../alarms/describe.ts';
import { m } from '../paraglide/messages.js';
import type { Announcer } from '../ui/announcer.svelte.ts';
import { policeStatusWords, signalWords } from '../words.ts';

export function announce(
  event: FeedEvent,
  alarm: Alarm | undefined,
  myId: string,
  announcer: Announcer,
  crowd: { waiting: () => number; isCrowd: boolean },
): void {
  if (!alarm || alarm.mode === 'synthetic') return;
  const sentence = sentenceOf(alarm);
  const { number, id: subject } = alarm;
  const isOwn = ownerOf(alarm)?.id === myId;
  const about = { subject, topic: event.type, isOwn };
  switch (event.type) {
    case 'AlarmRaised':
      if (alarm.priority === 'urgent')
        announcer.assertive.say(() => m.spoken_raised({ sentence, count: crowd.waiting() }), about);
      else announcer.polite.say(() => sentence, about);
      return;
    case 'SignalAdded': {
      const { signal } = event.data;
      const kind = () => signalWords[signal.kind]();
      const ofThis = { ...about, topic: `${event.type} ${signal.kind}` };
      if (isHearsay(alarm, signal.unbelieved))
        announcer.polite.say(() => m.spoken_hearsay({ sentence, signal: kind() }), ofThis);
      else if (callsForHelp(signal))
        announcer.polite.say(
          () => m.spoken_again({ sentence, count: alarm.presses.count }),
          ofThis,
        );
      else if (signal.kind !== 'position')
        announcer.polite.say(() => m.spoken_signal({ sentence, signal: kind() }), ofThis);
      return;
    }
    case 'AlarmClaimed':
    case 'AlarmTakenOver': {
      const { name, id } = event.data.by;
      if (id !== myId) announcer.polite.say(() => m.spoken_claimed({ number, name }), about);
      return;
    }
    case 'PoliceStatusReported': {
      const status = policeStatusWords[event.data.status]();
      announcer.polite.say(() => m.spoken_police({ number, status }), about);
      return;
    }
    case 'PoliceStatusWithdrawn':
      announcer.polite.say(() => m.spoken_police_withdrawn({ number }), about);
      return;
    case 'AlarmReleased':
      if (alarm.priority === 'urgent')
        announcer.assertive.say(
          () => m.spoken_ownerless({ sentence, count: crowd.waiting() }),
          about,
        );
      return;
    case 'DeadlinePassed': {
      // In a crowd most are late, and each has interrupted once.
      const channel = crowd.isCrowd ? announcer.polite : announcer.assertive;
      if (event.data.kind === 'unclaimed-supervisor' && isWaiting(alarm))
        channel.say(() => m.spoken_late({ sentence, count: crowd.waiting() }), about);
      if (event.data.kind === 'owner-idle-reminder' && isOwn)
        announcer.polite.say(() => m.spoken_idle({ number }), about);
      return;
    }
    default:
      return;
  }
}
