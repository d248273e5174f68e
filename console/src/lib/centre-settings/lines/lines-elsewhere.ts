// As lines what stands on a page of its own: numbers of control rooms, and logging in with a work account.
import { nameOf } from '@achterwacht/shared/setting/kinds/control-rooms.ts';
import type { SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import { m } from '../../paraglide/messages.js';
import { phoneText } from '../../phone-text.ts';
import { lineText, testedText } from '../words/control-room-words.ts';
import { secretsText } from './secrets-text.ts';

export const linesElsewhere = {
  'control-rooms': (lines: SettingValue<'control-rooms'>) =>
    lines.map((line) => ({
      key: nameOf(line),
      label: lineText(line),
      text: `${phoneText(line.phone)}, ${testedText(line)}`,
    })),
  oidc: (value: SettingValue<'oidc'>) =>
    value === null
      ? [{ key: 'is-on', label: m.provider_title(), text: m.setting_way_off() }]
      : [
          { key: 'button', label: m.provider_button(), text: value.buttonText },
          { key: 'issuer', label: m.provider_issuer(), text: value.issuer },
          { key: 'client', label: m.provider_client(), text: value.clientId },
          { key: 'secret', label: m.provider_secret(), text: secretsText(value.secretIds) },
          {
            key: 'second-step',
            label: m.provider_second_step(),
            text: value.secondStep
              ? m.provider_second_step_by({
                  claim: value.secondStep.claim,
                  values: value.secondStep.values.join(', '),
                })
              : m.provider_second_step_own(),
          },
        ],
};
