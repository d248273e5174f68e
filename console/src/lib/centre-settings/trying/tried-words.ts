// What became of a test message, in sentences: what was sent, what the other side answered, after how long.
import type { SettingTestResult, TestOutcome } from '@achterwacht/shared/routes/setting-tests.ts';
import { m } from '../../paraglide/messages.js';

type Said = { to: string; after: string; status: string };

const sentences: Record<TestOutcome, (said: Said) => string> = {
  taken: m.setting_test_taken,
  refused: m.setting_test_refused,
  'log-in-refused': m.setting_test_log_in_refused,
  'no-answer': m.setting_test_no_answer,
  unreachable: m.setting_test_unreachable,
  'not-secure': m.setting_test_not_secure,
  'cut-off': m.setting_test_cut_off,
  'no-way': m.setting_test_no_way,
};

const aSecond = 1_000;

export function testText({ outcome, to, milliseconds, status }: SettingTestResult): string {
  const after =
    milliseconds < aSecond
      ? m.setting_test_milliseconds({ count: milliseconds })
      : m.setting_test_seconds({ count: (milliseconds / aSecond).toFixed(1) });
  return sentences[outcome]({ to, after, status: status === null ? '–' : String(status) });
}
