// What holds whatever anybody asks, in whatever order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { role } from '../roles.ts';
import { uuid } from '../testing/given.ts';
import type { MemberCommand } from './commands.ts';
import { identitySeen, isMunicipal } from './kinds.ts';
import { Centre, centreId, haarlem, system, zwolle } from './test-centre.ts';

const placed = {
  role: fc.constantFrom(...role.options),
  municipalityId: fc.constantFrom(null, haarlem, zwolle, uuid(999)),
};
const named = { name: fc.constantFrom('A', 'B'), email: fc.constantFrom('a@x.test', 'b@x.test') };
const link = {
  invitationId: fc.constant(uuid(800)),
  hash: fc.constantFrom('h1', 'h2'),
  way: fc.constantFrom('mail', 'printed'),
};
const of = <T extends MemberCommand['type']>(type: T) => ({ type: fc.constant(type) });

const anyCommand: fc.Arbitrary<MemberCommand> = fc.oneof(
  fc.record({
    ...of('InviteMember'),
    centreId: fc.constant(centreId),
    ...placed,
    ...named,
    ...link,
  }),
  fc.record({ ...of('RenewInvitation'), ...link }),
  fc.record(of('WithdrawInvitation')),
  fc.record({ ...of('AcceptInvitation'), hash: link.hash }),
  fc.record({ ...of('ChangeMember'), expectedVersion: fc.constant(null), ...placed, ...named }),
  fc.record({ ...of('SuspendMember'), reason: fc.constant(null) }),
  fc.record(of('RestoreMember')),
  fc.record({ ...of('EndMember'), reason: fc.constant(null) }),
  fc.record(of('EndSessions')),
  fc.record({ ...of('AskFactorReset'), seen: fc.constantFrom(...identitySeen.options) }),
  fc.record({ ...of('ApproveFactorReset'), codeHash: fc.constant('c') }),
  fc.record({ ...of('UseRecoveryCode'), codeHash: fc.constantFrom('c', 'd') }),
) as fc.Arbitrary<MemberCommand>;

/** Asked by one of six about one of eight, or at the machine; and how much later than the one before. */
const anyStep = fc.record({
  asker: fc.integer({ min: 0, max: 6 }),
  about: fc.integer({ min: 1, max: 8 }),
  command: anyCommand,
  laterHours: fc.constantFrom(0, 1, 100),
});
type Step = typeof anyStep extends fc.Arbitrary<infer Value> ? Value : never;

function play(
  steps: readonly Step[],
  after: (centre: Centre, step: Step, why: string | null) => void,
) {
  const centre = new Centre();
  centre.enter(1, 'administrator');
  centre.enter(2, 'administrator');
  centre.enter(3, 'supervisor');
  centre.enter(4, 'centralist');
  centre.enter(5, 'oov-officer', haarlem);
  centre.enter(6, 'oov-officer', zwolle);
  for (const step of steps) {
    centre.sweepUntil(centre.now + step.laterHours * 3_600_000);
    const asker = step.asker === 0 ? null : centre.of(step.asker);
    // Whoever is out asks nothing.
    if (asker && asker.status !== 'active') continue;
    const actor = asker ? centre.as(step.asker) : system;
    after(centre, step, centre.ask(actor, uuid(step.about), step.command));
  }
}

const runs = { numRuns: 200 };
const anySteps = fc.array(anyStep, { minLength: 10, maxLength: 40 });

test('a centre always has an administrator who can log in', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      play(steps, (centre) => expect(centre.administrators().length).toBeGreaterThan(0));
    }),
    runs,
  );
});

test('whoever is of a municipality has one, and nobody of the centre has', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      play(steps, ({ members }, { about }) => {
        const member = members.get(uuid(about));
        if (!member) return;
        expect(member.municipalityId !== null).toBe(isMunicipal(member.role));
        expect(member.municipalityId).not.toBe(uuid(999));
      });
    }),
    runs,
  );
});

test('nobody changes his own role, keeps himself out or ends himself', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      play(steps, (centre, { asker, about }) => {
        if (asker !== about) return;
        const last = centre.events.at(-1)!;
        const isByHimself = last.actor.type === 'person' && last.actor.id === last.memberId;
        if (!isByHimself) return;
        expect(['MemberSuspended', 'MemberEnded', 'FactorResetApproved']).not.toContain(last.type);
        if (last.type === 'MemberChanged') expect(last.data.changed).not.toContain('role');
      });
    }),
    runs,
  );
});

test('an invitation is accepted once, within its seven days', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const used = new Map<string, number>();
      play(steps, ({ events }) => {
        const last = events.at(-1)!;
        if (last.type !== 'InvitationAccepted') return;
        const given = events.findLast(
          (event) =>
            event.memberId === last.memberId &&
            (event.type === 'MemberInvited' || event.type === 'InvitationRenewed'),
        );
        const key = `${last.memberId} ${given!.version}`;
        if (!used.has(key)) used.set(key, last.version);
        expect(used.get(key)).toBe(last.version);
        expect(Date.parse(last.at) - Date.parse(given!.at)).toBeLessThan(7 * 86_400_000);
      });
    }),
    runs,
  );
});

test('a code that lets in was asked by one and approved by another, neither of them he', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      play(steps, ({ events }) => {
        const last = events.at(-1)!;
        if (last.type !== 'FactorsReset') return;
        const of = events.filter(({ memberId }) => memberId === last.memberId);
        const asked = of.findLast(({ type }) => type === 'FactorResetAsked')!;
        const approved = of.findLast(({ type }) => type === 'FactorResetApproved')!;
        const ids = [asked, approved].map(({ actor }) =>
          actor.type === 'person' ? actor.id : null,
        );
        expect(ids).not.toContain(last.memberId);
        if (ids[1] !== null) expect(ids[0]).not.toBe(ids[1]);
        expect(Date.parse(last.at) - Date.parse(approved.at)).toBeLessThan(15 * 60_000);
      });
    }),
    runs,
  );
});
