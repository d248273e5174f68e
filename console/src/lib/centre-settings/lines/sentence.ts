// A value in a sentence, for the list of all: enough to see that it is the right one.
import type { SettingKind, SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import type { SettingView } from '@achterwacht/shared/routes/settings.ts';
import { m } from '../../paraglide/messages.js';
import { phoneText } from '../../phone-text.ts';
import { lengthText } from '../words/length-text.ts';
import { linesOf } from './lines.ts';

/** As the view of that kind has it. */
type Seen<K extends SettingKind> = SettingValue<K> | null;

export function sentenceOf({ kind, value }: Pick<SettingView, 'kind' | 'value'>): string {
  switch (kind) {
    case 'centre': {
      const centre = value as Seen<'centre'>;
      return centre
        ? m.setting_sentence_centre({ name: centre.name, phone: phoneText(centre.phone) })
        : m.setting_unreadable();
    }
    case 'mail': {
      const mail = value as Seen<'mail'>;
      return mail
        ? m.setting_sentence_mail({ host: mail.host, from: mail.from })
        : m.setting_way_off();
    }
    case 'sms': {
      const sms = value as Seen<'sms'>;
      return sms
        ? m.setting_sentence_sms({ host: new URL(sms.url).host, from: sms.from })
        : m.setting_way_off();
    }
    case 'webhooks': {
      const list = (value as Seen<'webhooks'>)?.webhooks ?? [];
      return list.length === 0
        ? m.setting_sentence_no_webhooks()
        : list.map(({ name, isOn }) => (isOn ? name : m.setting_sentence_off({ name }))).join(', ');
    }
    case 'timings': {
      const timings = value as Seen<'timings'>;
      if (!timings) return m.setting_unreadable();
      const text = (seconds: number) => lengthText('seconds', seconds);
      return m.setting_sentence_timings({
        louder: text(timings.unclaimedLouderSeconds),
        supervisor: text(timings.unclaimedSupervisorSeconds),
        onCall: text(timings.unclaimedOnCallSeconds),
      });
    }
    default: {
      const lines = linesOf(kind, value);
      return lines.length === 0
        ? m.setting_unreadable()
        : lines.map(({ label, text }) => `${label}: ${text}`).join(' · ');
    }
  }
}

/** How many: a list says no more of whom a centre pages. */
export function pagedText(paged: Paged | null): string {
  if (!paged) return m.setting_unreadable();
  const { supervisor: supervisors, onCall: onCalls } = paged;
  return supervisors + onCalls === 0
    ? m.setting_sentence_nobody()
    : m.setting_sentence_paging({ supervisors, onCalls });
}

type Paged = { supervisor: number; onCall: number };
