import { describe, expect, it } from 'vitest';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { raised } from '../../alarms/example-alarms.ts';
import { handoverTroubleOf } from './trouble.ts';

const by = { id: '00000000-0000-4000-8000-000000000001', name: 'Anna de Wit' };
const judged = '2026-11-21T13:02:20.000Z';
const later = '2026-11-21T13:02:40.000Z';
const verified: Alarm = {
  ...raised().alarm,
  verification: { status: 'verified', basis: 'sound', audioMoment: null, by, at: judged },
};
const route = { regionCode: 'noord-holland', which: 'first' as const };
const sent: Alarm = {
  ...verified,
  handover: {
    status: 'sent' as const,
    class: 'prio-1' as const,
    channel: 'telephone' as const,
    route,
    by,
    at: judged,
  },
};

describe('trouble between an alarm and the police', () => {
  it('is none until the server says that a moment passed', () => {
    expect(handoverTroubleOf(verified)).toBeNull();
    expect(handoverTroubleOf(sent)).toBeNull();
  });

  it('is verified and not handed over', () => {
    const passed = { 'verified-not-handed-over': later };
    expect(handoverTroubleOf({ ...verified, passed })).toBe('not-handed-over');
    expect(handoverTroubleOf({ ...sent, passed })).toBeNull();
  });

  it('is sent and not confirmed', () => {
    expect(handoverTroubleOf({ ...sent, passed: { 'handover-unconfirmed': later } })).toBe(
      'not-confirmed',
    );
  });

  it('is unverifiable and with nobody, unless a supervisor wrote down why', () => {
    const alarm = {
      ...verified,
      verification: { status: 'unverifiable' as const, by, at: judged },
      passed: { 'unverifiable-second': later },
    };
    expect(handoverTroubleOf(alarm)).toBe('unverifiable');
    expect(handoverTroubleOf({ ...alarm, declined: { by, at: later } })).toBeNull();
  });

  it('is not what passed before it was judged anew', () => {
    const passed = { 'verified-not-handed-over': '2026-11-21T13:01:00.000Z' };
    expect(handoverTroubleOf({ ...verified, passed })).toBeNull();
  });
});
