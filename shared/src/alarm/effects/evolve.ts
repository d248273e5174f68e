// The part of the fold that is about what failed outside.
import { noticeIs } from '../handover/notice.ts';
import type { SomeFolds } from '../rule.ts';

export const effectsFolds = {
  // Given up after all attempts; of a notice that was taken already it is a later message.
  EffectFailed: (alarm, { data, at }) =>
    data.effectKind === 'police-webhook' && alarm.dataNotice?.status === 'under-way'
      ? noticeIs(alarm, null, { status: 'failed', at })
      : alarm,
} satisfies SomeFolds;
