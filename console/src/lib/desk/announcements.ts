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
  count: { waiting: number },
): void {
  if (!alarm || alarm.mode === 'synthetic') return;
  const sentence = sentenceOf(alarm);
  switch (event.type) {
    case 'AlarmRaised':
      if (alarm.priority === 'urgent')
        announcer.assertive.say(m.spoken_raised({ sentence, count: count.waiting }));
      else announcer.polite.say(sentence);
      return;
    case 'SignalAdded': {
      const { signal } = event.data;
      if (isHearsay(alarm, signal.unbelieved))
        announcer.polite.say(m.spoken_hearsay({ sentence, signal: signalWords[signal.kind]() }));
      else if (callsForHelp(signal))
        announcer.polite.say(m.spoken_again({ sentence, count: alarm.presses.count }));
      else if (signal.kind !== 'position')
        announcer.polite.say(m.spoken_signal({ sentence, signal: signalWords[signal.kind]() }));
      return;
    }
    case 'AlarmClaimed':
    case 'AlarmTakenOver':
      if (event.data.by.id !== myId)
        announcer.polite.say(m.spoken_claimed({ number: alarm.number, name: event.data.by.name }));
      return;
    case 'PoliceStatusReported':
      announcer.polite.say(
        m.spoken_police({
          number: alarm.number,
          status: policeStatusWords[event.data.status](),
        }),
      );
      return;
    case 'PoliceStatusWithdrawn':
      announcer.polite.say(m.spoken_police_withdrawn({ number: alarm.number }));
      return;
    case 'AlarmReleased':
      if (alarm.priority === 'urgent')
        announcer.assertive.say(m.spoken_ownerless({ sentence, count: count.waiting }));
      return;
    case 'DeadlinePassed':
      if (event.data.kind === 'unclaimed-supervisor' && isWaiting(alarm))
        announcer.assertive.say(m.spoken_late({ sentence, count: count.waiting }));
      if (event.data.kind === 'owner-idle-reminder' && ownerOf(alarm)?.id === myId)
        announcer.polite.say(m.spoken_idle({ number: alarm.number }));
      return;
    default:
      return;
  }
}
