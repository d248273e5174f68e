// Everything at a desk that has a key: in which region it works, its usual key, and what it does in words. Handlers,
// buttons, tooltips and the list behind F1 read this one table, and whoever chose other keys has them everywhere.
import { m } from '../paraglide/messages.js';
import type { Chord } from '../ui/chord.ts';

/**
 * Where it works. A single letter, digit or sign works only while its own region has the focus and nobody types in it
 * (WCAG 2.1.4); `desk` is any of the three, `note` and `judging` are fields, in which it is typed.
 */
export type KeyRegion = 'anywhere' | 'desk' | 'workspace' | 'queue' | 'map' | 'note' | 'judging';

export const regionsOfDesk = ['workspace', 'queue', 'map'] as const;
export const isOfDesk = (region: string | null | undefined): boolean =>
  regionsOfDesk.some((each) => each === region);

export type KeyAction = { usual: Chord; region: KeyRegion; what: () => string };

export const keyActions = {
  help: { usual: 'F1', region: 'anywhere', what: m.key_help },
  claim: { usual: 'F2', region: 'anywhere', what: m.key_claim },
  search: { usual: 'F3', region: 'anywhere', what: m.key_search },
  listen: { usual: 'F4', region: 'anywhere', what: m.key_listen },
  'next-region': { usual: 'F6', region: 'anywhere', what: m.key_next_region },
  'previous-region': { usual: 'Shift+F6', region: 'anywhere', what: m.key_previous_region },
  command: { usual: 'Ctrl+K', region: 'anywhere', what: m.key_command },
  'command-here': { usual: '/', region: 'desk', what: m.key_command_here },
  silence: { usual: 'F7', region: 'anywhere', what: m.key_silence },
  handover: { usual: 'F8', region: 'anywhere', what: m.key_handover },
  finish: { usual: 'F9', region: 'anywhere', what: m.key_finish },
  verification: { usual: 'Alt+L', region: 'anywhere', what: m.key_verification },
  word: { usual: 'Alt+W', region: 'anywhere', what: m.key_word },
  note: { usual: 'Alt+N', region: 'anywhere', what: m.key_note },
  plan: { usual: 'Alt+P', region: 'anywhere', what: m.key_plan },
  call: { usual: 'Alt+B', region: 'anywhere', what: m.key_call },
  swap: { usual: 'Alt+R', region: 'anywhere', what: m.key_swap },
  'take-over': { usual: 'Alt+O', region: 'anywhere', what: m.key_take_over },
  assign: { usual: 'Alt+G', region: 'anywhere', what: m.key_assign },
  'map-window': { usual: 'Alt+K', region: 'anywhere', what: m.key_map_window },
  'alarm-window': { usual: 'Alt+A', region: 'anywhere', what: m.key_alarm_window },
  timer: { usual: 'Alt+T', region: 'anywhere', what: m.timer_title },
  marker: { usual: 'Ctrl+M', region: 'anywhere', what: m.key_marker },
  paper: { usual: 'F10', region: 'anywhere', what: m.key_paper },
  'save-note': { usual: 'Ctrl+Enter', region: 'note', what: m.key_note_save },
  'judge-and-hand-over': {
    usual: 'Ctrl+Enter',
    region: 'judging',
    what: m.key_judge_and_hand_over,
  },
  'verify-sound': { usual: '1', region: 'workspace', what: m.decision_sound },
  'verify-person': { usual: '2', region: 'workspace', what: m.decision_person },
  'verify-buttons': { usual: '3', region: 'workspace', what: m.decision_buttons },
  'verify-duress-word': { usual: '4', region: 'workspace', what: m.decision_duress_word },
  'verify-unverifiable': { usual: '5', region: 'workspace', what: m.decision_unverifiable },
  'verify-harmless': { usual: '6', region: 'workspace', what: m.decision_harmless },
  weapon: { usual: 'W', region: 'workspace', what: m.situation_weapon },
  children: { usual: 'K', region: 'workspace', what: m.situation_children },
  injured: { usual: 'G', region: 'workspace', what: m.situation_injured },
  perpetratorKnows: { usual: 'D', region: 'workspace', what: m.situation_perpetrator_knows },
  persons: { usual: 'P', region: 'workspace', what: m.situation_persons },
  'next-alarm': { usual: 'J', region: 'queue', what: m.key_next_alarm },
  'previous-alarm': { usual: 'K', region: 'queue', what: m.key_previous_alarm },
  follow: { usual: 'F', region: 'map', what: m.key_follow },
  'zoom-in': { usual: '+', region: 'map', what: m.zoom_in },
  'zoom-out': { usual: '-', region: 'map', what: m.zoom_out },
} as const satisfies Record<string, KeyAction>;

export type KeyActionId = keyof typeof keyActions;

export const keyActionIds = Object.keys(keyActions) as KeyActionId[];

export const isKeyAction = (id: string): id is KeyActionId => id in keyActions;
