// What anybody may do to an alarm next: commands by people of every kind, devices and the system, each after some time.
import fc from 'fast-check';
import type { Actor } from '../actor.ts';
import { signalKind } from '../signals.ts';
import {
  close,
  erase,
  hold,
  letGoOf,
  listenerLost,
  mark,
  recordingId,
  reported,
  reportAudible,
  reportHearing,
  requestPlayback,
  segment,
  startListening,
  stopListening,
} from './facts.ts';
import {
  anna,
  bram,
  button,
  dirk,
  els,
  member,
  moment,
  position,
  signal,
  system,
  uuid,
  type AnyAsked,
} from './given.ts';
import {
  call,
  checkWord,
  completeStep,
  confirm,
  contactId,
  decline,
  enter,
  joinAsCaller,
  leaveAsCaller,
  liftNoCall,
  message,
  pageViewed,
  partner,
  piket,
  policeReport,
  policeText,
  report,
  revokeLink,
  send,
  shareLink,
  skipStep,
  startHandover,
  swapRoles,
  tick,
  withdraw,
} from './handover-facts.ts';
import type { LookedUp } from '../alarm/calling/commands.ts';
import { outcome } from '../alarm/outcome.ts';
import { situationAnswer } from '../alarm/situation/state.ts';
import { hears } from '../alarm/sound/state.ts';
import { callResult, wordResult } from '../alarm/calling/state.ts';
import { handoverClass } from '../alarm/handover/state.ts';
import { policeStatus } from '../alarm/police-reports/state.ts';
import { scriptField } from '../alarm/script/fields.ts';
import { deadlineKind } from '../alarm/deadlines/state.ts';
import { harmlessGround, verificationBasis } from '../alarm/verification/state.ts';

/** `owner`: whoever has the alarm at that moment, so that lives get as far as their end. */
export type Step = { asked: AnyAsked; actor: Actor | 'owner'; pass: number; lookedUp: LookedUp };

const words = fc.constantFrom('reden', 'een heel andere reden');
/** Mostly the version on screen; sometimes one from long ago. */
const version = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }) },
);
const versioned = (command: fc.Arbitrary<AnyAsked>): fc.Arbitrary<AnyAsked> =>
  fc
    .tuple(command, version)
    .map(([asked, expectedVersion]) =>
      expectedVersion === undefined ? asked : ({ ...asked, expectedVersion } as AnyAsked),
    );

const byPerson = fc.oneof(
  { weight: 4, arbitrary: versioned(fc.constant({ type: 'Claim' } as const)) },
  { weight: 1, arbitrary: fc.constant({ type: 'Release' } as const) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('TakeOver' as const), reason: words }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('Park' as const),
      until: fc.integer({ min: -60, max: 4000 }).map(moment),
      reason: words,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'Unpark' } as const) },
  {
    weight: 1,
    arbitrary: fc.constant({
      type: 'AddNote',
      noteId: uuid(500),
      text: 'notitie',
      happenedAt: null,
    } as const),
  },
  {
    weight: 2,
    arbitrary: versioned(
      fc.record({
        type: fc.constant('Verify' as const),
        basis: fc.constantFrom(...verificationBasis.options),
        note: words,
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: versioned(
      fc.record({ type: fc.constant('JudgeUnverifiable' as const), note: words }),
    ),
  },
  {
    weight: 3,
    arbitrary: versioned(
      fc.record({
        type: fc.constant('ProposeFalse' as const),
        ground: fc.constantFrom(...harmlessGround.options),
        note: words,
      }),
    ),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('Unverify' as const), reason: words }) },
  {
    weight: 8,
    arbitrary: versioned(
      fc.record({
        type: fc.constant('Close' as const),
        outcome: fc.constantFrom(...outcome.options, 'false-accident' as const, 'unknown' as const),
        needless: fc.boolean(),
        summary: fc.constantFrom('', 'afgehandeld', 'voorbij'),
      }),
    ),
  },
  // The same again and again, so that a second person says what the first one did.
  { weight: 8, arbitrary: fc.constant(close('unknown')) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('Reopen' as const), reason: words }) },
  { weight: 3, arbitrary: fc.constant(startListening) },
  { weight: 1, arbitrary: fc.constant(stopListening) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom('sound' as const, 'sound' as const, ...hears.options)
      .map(reportHearing),
  },
  { weight: 1, arbitrary: fc.constantFrom('sound' as const, 'silent' as const).map(reportAudible) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 600, max: 603 }), fc.integer({ min: -5, max: 200 }))
      .map(([id, second]) => ({ ...mark(second), markerId: uuid(id) })),
  },
  { weight: 1, arbitrary: fc.constantFrom(requestPlayback, hold, letGoOf) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...[anna, bram, dirk].map(({ id }) => ({ type: 'Assign', userId: id }) as const),
      { type: 'EndAssignment' } as const,
    ),
  },
  { weight: 3, arbitrary: fc.constantFrom(joinAsCaller, swapRoles, leaveAsCaller) },
  { weight: 2, arbitrary: fc.constantFrom(startHandover, message, decline, liftNoCall) },
  { weight: 3, arbitrary: fc.constant(checkWord) },
  {
    weight: 4,
    arbitrary: versioned(
      fc
        .tuple(
          fc.constantFrom(...handoverClass.options),
          fc.constantFrom('first' as const, 'second' as const, '112' as const),
          fc.constantFrom(null, 'een reden'),
          fc.boolean(),
        )
        .map(([as, which, reason, withData]) => ({ ...send(as, which, reason), withData })),
    ),
  },
  { weight: 2, arbitrary: versioned(fc.constant(confirm)) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...policeStatus.options, 'not-found' as const),
        fc.integer({ min: -5, max: 300 }),
      )
      .map(([status, second]) => report(status, second)),
  },
  // By its version: mostly what was told when the life began, that some are really taken back.
  {
    weight: 6,
    arbitrary: fc
      .oneof(fc.integer({ min: 4, max: 8 }), fc.integer({ min: 3, max: 30 }))
      .map(withdraw),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...scriptField.options), fc.boolean())
      .map(([field, on]) => tick(field, on)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...situationAnswer.options), fc.constantFrom(null, 2))
      .map(([weapon, persons]) => enter({ weapon, persons })),
  },
  { weight: 1, arbitrary: fc.constantFrom(shareLink(900), revokeLink) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...callResult.options), fc.constantFrom(contactId, null))
      .map(([result, whom]) => call(result, whom)),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      completeStep('listen'),
      completeStep('wait'),
      skipStep('listen'),
      skipStep('piket'),
    ),
  },
);

const fix = fc
  .tuple(fc.integer({ min: -60, max: 600 }), fc.double({ min: 51, max: 53, noNaN: true }))
  .map(([second, latitude]) => position(latitude, moment(second)));
const decoded = fc
  .record({
    kind: fc.constantFrom(...signalKind.options),
    position: fc.option(fix),
    batteryPercent: fc.option(fc.integer({ min: 0, max: 100 })),
  })
  .map(({ kind, ...rest }) => signal(kind, rest));

const soundTypes = [
  'sound-started',
  'sound-resumed',
  'sound-lost',
  'sound-ended',
  'segment-stored',
  'sound-level',
  'recording-erased',
] as const;
/** Of two recordings, in any order: the media-server may tell a thing late and twice. */
const soundFact: fc.Arbitrary<AnyAsked> = fc
  .tuple(
    fc.constantFrom('sound-started', 'sound-started', ...soundTypes),
    fc.integer({ min: 1, max: 2 }),
    fc.integer({ min: -5, max: 200 }),
    fc.integer({ min: 0, max: 5 }),
  )
  .map(([type, number, second, index]) =>
    reported(type, second, {
      recordingId: recordingId(number),
      ...(type === 'segment-stored' ? segment(index, second) : {}),
      ...(type === 'sound-started' && index > 3 ? { kept: false } : {}),
      ...(type === 'recording-erased' && index > 3 ? { why: 'not-kept' } : {}),
    }),
  );

/** Mostly as a button with a key; at times refused, or in clear from one address or another. */
const asReceived = [
  {},
  {},
  { unbelieved: 'refused' as const },
  { sender: 'first' },
  { sender: 'second' },
];

const bySystem: fc.Arbitrary<Pick<Step, 'asked' | 'actor'>> = fc.oneof(
  soundFact.map((asked) => ({ actor: system('listen-in'), asked })),
  soundFact.map((asked) => ({ actor: system('listen-in'), asked })),
  fc.constantFrom(1, 2).map((number) => ({ actor: system('listen-in'), asked: erase(number) })),
  fc.constantFrom(anna, bram, dirk).map((listener) => ({
    actor: system('presence'),
    asked: listenerLost(listener),
  })),
  fc
    .tuple(decoded, fc.integer({ min: 2000, max: 9000 }), fc.constantFrom(...asReceived))
    .map(([heard, number, received]) => ({
      actor: button,
      asked: {
        type: 'AddSignal' as const,
        signalId: uuid(number),
        signal: heard,
        place: null,
        receivedAt: moment(number / 100),
        ...received,
      },
    })),
  fix.map((where) => ({
    actor: button,
    asked: {
      type: 'AddPosition' as const,
      fix: where,
      place: null,
      warnings: [],
      receivedAt: moment(60),
    },
  })),
  fc.constantFrom(anna, bram, button).map((actor) => ({
    actor,
    asked: { type: 'ReportPresented' as const },
  })),
  fc
    .constantFrom(
      policeReport('under-way', 30),
      policeReport('received', 20, '77'),
      policeReport('not-found', 90),
      policeText,
      pageViewed,
    )
    .map((asked) => ({ actor: system('police-link'), asked })),
  fc.constantFrom(anna, bram, dirk).map((lost) => ({
    actor: system('presence'),
    asked: { type: 'CallerLost' as const, userId: lost.id },
  })),
  fc.constantFrom(anna, bram, dirk).map((owner) => ({
    actor: system('presence'),
    asked: { type: 'OwnerLost' as const, userId: owner.id },
  })),
  fc
    .tuple(fc.constantFrom(...deadlineKind.options), fc.integer({ min: 1, max: 6 }))
    .map(([kind, revision]) => ({
      actor: system('sweep'),
      asked: { type: 'DeadlineReached' as const, kind, revision },
    })),
  fc.constantFrom('page-supervisor', 'police-webhook').map((effectKind) => ({
    actor: system('outbox'),
    asked: { type: 'EffectFailed' as const, effectId: uuid(700), effectKind, attempts: 8 },
  })),
  fc
    .tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom('taken' as const, 'withheld' as const))
    .map(([version, status]) => ({
      actor: system('outbox'),
      asked: { type: 'ReportNotice' as const, version, status },
    })),
);

const pass = fc.oneof(
  { weight: 5, arbitrary: fc.double({ min: 0, max: 45, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 600, 4000) },
  { weight: 1, arbitrary: fc.double({ min: -5, max: 0, noNaN: true }) },
);
export const step: fc.Arbitrary<Step> = fc
  .tuple(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          asked: byPerson,
          // The wrong role now and then, and mostly the same few, so that owners do act.
          actor: fc.constantFrom(
            'owner' as const,
            'owner' as const,
            'owner' as const,
            anna,
            bram,
            dirk,
            els,
          ),
        }),
      },
      { weight: 2, arbitrary: bySystem },
    ),
    pass,
    fc.record({
      word: fc.constantFrom(
        'code-word' as const,
        'code-word' as const,
        ...wordResult.options,
        null,
      ),
      contact: fc.constantFrom(piket.contact, partner.contact, null),
      colleague: fc.constantFrom(...[anna, bram, dirk].map(member), null),
    }),
  )
  .map(([{ asked, actor }, seconds, lookedUp]) => ({ asked, actor, pass: seconds, lookedUp }));
