// A centre of members, for tests of what they may do to each other: commands are decided, folded and counted as the
// server does it.
import type { Actor } from '../actor.ts';
import type { Role } from '../roles.ts';
import { memberSubject } from '../subjects/member.ts';
import { uuid } from '../testing/given.ts';
import type { MemberCommand } from './commands.ts';
import { colleaguesBy } from './four-eyes.ts';
import type { MemberEvent } from './evolve.ts';
import type { MemberRefusal } from './rule.ts';
import type { Member } from './state.ts';

export const centreId = uuid(900);
export const haarlem = uuid(901);
export const zwolle = uuid(902);
export const system: Actor = { type: 'system', part: 'command-line' };

/** Five past eight on a Monday in March, in UTC. */
export const start = Date.parse('2026-03-02T08:05:00.000Z');
export const dayMilliseconds = 86_400_000;

export class Centre {
  readonly members = new Map<string, Member>();
  readonly events: MemberEvent[] = [];
  now = start;

  /** An active member, as a command at the machine makes him. */
  enter(number: number, role: Role, municipalityId: string | null = null): Member {
    const named = { name: `M${number}`, email: `m${number}@voorbeeld.test` };
    this.ask(system, uuid(number), {
      type: 'EnterMember',
      centreId,
      role,
      municipalityId,
      ...named,
    });
    return this.of(number);
  }

  of(number: number): Member {
    return this.members.get(uuid(number))!;
  }

  /** As whom he asks. */
  as(number: number): Actor {
    const { id, role, personal } = this.of(number);
    return { type: 'person', id, name: personal!.name, role };
  }

  /** @returns why not; null where it was carried out. */
  ask(actor: Actor, id: string, command: MemberCommand): MemberRefusal['code'] | null {
    const before = this.members.get(id) ?? null;
    const others = this.administrators().filter((one) => one.id !== id);
    const asker = actor.type === 'person' ? this.members.get(actor.id) : undefined;
    const named = 'municipalityId' in command ? command.municipalityId : null;
    const lookedUp = {
      otherAdministrators: others.length,
      helpers: colleaguesBy(
        ['supervisor', 'administrator', 'oov-officer'],
        [...this.members.values()].filter((one) => one.id !== id),
      ),
      knowsMunicipality: named === haarlem || named === zwolle,
      askerMunicipalityId: asker?.municipalityId ?? null,
    };
    const asked = { actor, now: new Date(this.now), lookedUp };
    const decided = memberSubject.decide(before, command, asked);
    if (decided.status === 'refused') return decided.refusal.code;
    let member = before;
    for (const fact of decided.facts) {
      const event: MemberEvent = {
        ...fact,
        memberId: id,
        version: (member?.version ?? 0) + 1,
        schemaVersion: 1,
        at: new Date(this.now).toISOString(),
        actor,
      };
      this.events.push(event);
      member = memberSubject.evolve(member, event);
    }
    if (member) this.members.set(id, member);
    return null;
  }

  administrators(): Member[] {
    return [...this.members.values()].filter(
      ({ role, status }) => role === 'administrator' && status === 'active',
    );
  }

  /** All that is due until then, each at its moment. */
  sweepUntil(then: number): void {
    for (;;) {
      const due = [...this.members.values()]
        .flatMap(({ id, deadlines }) => deadlines.map((deadline) => ({ id, ...deadline })))
        .filter(({ at }) => Date.parse(at) <= then)
        .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))[0];
      if (!due) break;
      this.now = Math.max(this.now, Date.parse(due.at));
      const { id, kind, revision } = due;
      this.ask({ type: 'system', part: 'sweep' }, id, { type: 'DeadlineReached', kind, revision });
    }
    this.now = then;
  }
}
