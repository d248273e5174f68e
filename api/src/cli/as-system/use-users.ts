// What `achterwacht users` does: who may log in, from the machine itself, for emergencies and scripts. It breaks no rule
// that the pages keep but one: a lost second factor takes one person here. What it does stands in the member's history as done at
// the command line, and in the access log with the machine's name of whoever typed it. WHO is a mail address or an id.
import { randomUUID } from 'node:crypto';
import type { AccessAction } from '@achterwacht/shared/audit/actions.ts';
import type { MemberCommand } from '@achterwacht/shared/member/commands.ts';
import { identitySeen, memberStatus, municipalRole } from '@achterwacht/shared/member/kinds.ts';
import type { Member } from '@achterwacht/shared/member/state.ts';
import { role as roles } from '@achterwacht/shared/roles.ts';
import type { AskedOfMember } from '@achterwacht/shared/routes/audit-results.ts';
import { memberEmail, memberName } from '@achterwacht/shared/routes/people.ts';
import { logSetting } from '../../access/access-log.ts';
import { sentenceFor } from '../../http/texts.ts';
import { changeMember, isRefusal, withinMemberRules } from '../../people/change-member.ts';
import { makeInvitation } from '../../people/invitations.ts';
import { makeRecoveryCode, recoveryCodeHash } from '../../people/link-secrets.ts';
import { listSummaries } from '../../people/list-members.ts';
import { readMember } from '../../people/member-page.ts';
import { takeOverMember } from '../../people/take-over-members.ts';
import { centreNamed } from './set-setting.ts';
import { option, type Surroundings } from './with-system.ts';

const actor = { type: 'system', part: 'command-line' } as const;
const done: AccessAction = 'member.set';

type Asked = Extract<MemberCommand, { type: AskedOfMember }>;

/** What is asked of one who is there, by its word. */
const asked = {
  suspend: (reason: string | null): Asked => ({ type: 'SuspendMember', reason }),
  restore: (): Asked => ({ type: 'RestoreMember' }),
  end: (reason: string | null): Asked => ({ type: 'EndMember', reason }),
  'end-sessions': (): Asked => ({ type: 'EndSessions' }),
};

/** @returns What is printed. @throws with the sentence of what he may not, or did not say. */
export async function useUsers(surroundings: Surroundings, args: string[]): Promise<unknown> {
  const { json, config } = surroundings;
  const [what, who = ''] = args[0]?.startsWith('--') ? [undefined] : args;
  if (what === undefined) return list(surroundings, args);
  if (what === 'show') return show(surroundings, who);
  if (what === 'invite') {
    const { asked: invitation, link } = makeInvitation(partsOf(surroundings), config.origin, {
      way: 'printed',
    });
    const invited = await invite(surroundings, args, invitation);
    if (json) return { id: invited.id, link, expiresAt: invited.invitation?.expiresAt };
    return `${link}\nDe link werkt één keer, zeven dagen lang. Hij wordt niet nog eens getoond.`;
  }
  if (what === 'reset-factor') {
    const { code, until } = await resetFactor(surroundings, who, option(args, 'seen'));
    if (json) return { code, until };
    return `${code}\nDe code geldt een kwartier, op /herstel. Vertel hem mondeling; hij wordt niet nog eens getoond.`;
  }
  if (!Object.hasOwn(asked, what))
    throw new Error(
      'Vraag: users, users show|suspend|restore|end|end-sessions|reset-factor WIE, of users invite.',
    );
  const reason = option(args, 'reason') ?? null;
  const member = await change(surroundings, who, asked[what as keyof typeof asked](reason));
  return json ? { id: member.id, status: member.status } : `${who}: ${member.status}`;
}

function partsOf({ keys }: Surroundings) {
  return { keys, clock: { now: () => new Date() } };
}

async function list({ system, json }: Surroundings, args: string[]): Promise<unknown> {
  const now = new Date();
  const search = option(args, 'search');
  const status = memberStatus.optional().parse(option(args, 'status'));
  const members = [];
  let cursor: string | null | undefined;
  do {
    const page = await system.transaction((tx) =>
      listSummaries(tx, system, { search, status, cursor: cursor ?? undefined }, now),
    );
    members.push(...page.members);
    cursor = page.next;
  } while (cursor);
  if (json) return members;
  return members
    .map(({ email, role, status: stands, name, municipality, lastLogInAt }) =>
      [
        (email ?? '').padEnd(32),
        stands.padEnd(10),
        role.padEnd(14),
        (lastLogInAt ?? '–').padEnd(25),
        [name, municipality?.name].filter(Boolean).join(', '),
      ].join(' '),
    )
    .join('\n');
}

async function show(surroundings: Surroundings, who: string): Promise<unknown> {
  const { system, keys } = surroundings;
  const { id } = await memberNamed(surroundings, who);
  return system.transaction((tx) => readMember(tx, { keys, accounts: system }, id, new Date()));
}

/** By mail address or id, of whichever centre; the newest where somebody left and came back. */
async function memberNamed(surroundings: Surroundings, who: string) {
  const [row] = await surroundings.system.sql<{ id: string; centreId: string }[]>`
    select user_id as id, centre_id as "centreId" from members
    where email = ${who.toLowerCase()} or user_id::text = ${who}
    order by status = 'ended' limit 1`;
  if (!row) throw new Error('Er is niemand met dat mailadres of dat nummer.');
  const parts = partsOf(surroundings);
  parts.keys.findOrMake(row.id);
  await surroundings.system.transaction((tx) => takeOverMember(parts, tx, row.id));
  return row;
}

async function invite(
  surroundings: Surroundings,
  args: string[],
  invitation: ReturnType<typeof makeInvitation>['asked'],
): Promise<Member> {
  const { id: centreId } = await centreNamed(surroundings.system, option(args, 'centre'));
  const role = roles.safeParse(option(args, 'role')).data;
  const name = memberName.safeParse(option(args, 'name')).data;
  const email = memberEmail.safeParse(option(args, 'email')).data;
  if (!role) throw new Error(`--role is een van: ${roles.options.join(', ')}.`);
  if (!name || !email) throw new Error('--name en --email: zijn naam en zijn mailadres.');
  const municipality = option(args, 'municipality');
  if (municipality === undefined && municipalRole.safeParse(role).success)
    throw new Error('--municipality: de gemeente waar hij werkt.');
  const [place] = await surroundings.system.sql<{ id: string }[]>`
    select id from municipalities where centre_id = ${centreId} and name = ${municipality ?? ''}
      and ended_at is null`;
  if (municipality !== undefined && !place) throw new Error('Die gemeente heeft de centrale niet.');
  const municipalityId = place?.id ?? null;
  return ask(surroundings, { id: randomUUID(), centreId }, [
    { type: 'InviteMember', centreId, role, municipalityId, name, email, ...invitation },
  ]);
}

async function change(surroundings: Surroundings, who: string, command: Asked): Promise<Member> {
  return ask(surroundings, await memberNamed(surroundings, who), [command]);
}

async function resetFactor(surroundings: Surroundings, who: string, how: string | undefined) {
  const seen = identitySeen.safeParse(how).data;
  if (!seen)
    throw new Error(`--seen: hoe u zag dat hij het is: ${identitySeen.options.join(', ')}.`);
  const member = await memberNamed(surroundings, who);
  const code = makeRecoveryCode();
  const codeHash = recoveryCodeHash(surroundings.keys, member.id, code);
  const { reset } = await ask(surroundings, member, [
    { type: 'AskFactorReset', seen },
    { type: 'ApproveFactorReset', codeHash },
  ]);
  return { code, until: reset?.expiresAt };
}

/** All of them or none, with the line that says who typed it. @throws with the sentence of what he may not. */
async function ask(
  surroundings: Surroundings,
  { id: memberId, centreId }: { id: string; centreId: string },
  commands: Asked[],
): Promise<Member> {
  const parts = partsOf(surroundings);
  const answer = await withinMemberRules(parts.keys, () =>
    surroundings.system.transaction(async (tx) => {
      let member: Member | null = null;
      for (const command of commands) {
        const changed = await changeMember(parts, tx, { memberId, centreId, command, actor });
        if (isRefusal(changed))
          throw new Error(sentenceFor('refusal', changed.code, changed.details));
        member = changed;
        await logSetting(tx, centreId, {
          at: parts.clock.now(),
          by: surroundings.config.callerName,
          action: done,
          object: memberId,
          result: command.type,
        });
      }
      return member!; // there is at least one
    }),
  );
  if (isRefusal(answer)) throw new Error(sentenceFor('refusal', answer.code, answer.details));
  return answer;
}
