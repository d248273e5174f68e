// Trying a way out, asked by an administrator: with what is saved, or with what he has just typed. A typed secret is used
// and forgotten. Who tried which way and how it went stands in the access log, never to whom.
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { Language } from '@achterwacht/shared/language.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { SettingTest } from '@achterwacht/shared/routes/setting-tests.ts';
import {
  settingValueOf,
  type SettingKind,
  type SettingValue,
} from '@achterwacht/shared/setting/kinds.ts';
import { problemsOf } from '@achterwacht/shared/setting/problems.ts';
import { wayTo } from '@achterwacht/shared/setting/ways.ts';
import { logAccess } from '../access/access-log.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { Failure, serve } from '../http/server.ts';
import { createWay, type Gateways } from '../notify/gateways.ts';
import { readLanguages } from '../notify/read-languages.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { openNamed, type GivenSecrets } from '../settings/given-secrets.ts';
import { judgeValue } from '../settings/judge-value.ts';
import type { Settings } from '../settings/settings.ts';
import { sendMessage, sendTestNotice, type Sent } from './send-test.ts';

type Parts = {
  accounts: Database;
  keys: KeyRing;
  clock: Clock;
  authentication: Authentication;
  asActor: AsActor;
  gateways: Gateways;
  settings: Pick<Settings, 'settingOf'>;
  origin: string;
};

/** Of one person: enough to mend a setting by trying, too few to trouble anybody with. Each process counts for itself. */
const mostAMinute = 6;

export function openSettingTests(parts: Parts) {
  const { authentication, asActor, clock } = parts;
  return {
    routes: (http: FastifyInstance) => {
      const countOfPerson = http.createRateLimit({
        max: mostAMinute,
        timeWindow: 60_000,
        keyGenerator: ({ visitor }) => visitor?.id ?? '', // whoever is let in is one
      });
      serve(http, authentication, routes.settingTest, async ({ visitor, body, request }) => {
        const counted = await countOfPerson(request);
        if (!counted.isAllowed && counted.isExceeded) return new Failure(429, 'too-fast');
        const language = await languageFor(parts, visitor, body);
        const send = await asActor(visitor, 'setting.change', (tx) =>
          prepare(parts, tx, { visitor, asked: body, language }),
        );
        if (send instanceof Failure) return send;
        const at = clock.now();
        const sent = await send();
        await asActor(visitor, 'setting.change', (tx) =>
          logAccess(tx, visitor, {
            at,
            action: 'setting.tested',
            object: body.what,
            whom: null,
            outcome: sent.outcome === 'taken' ? 'done' : 'failed',
            result: sent.status === null ? sent.outcome : `${sent.outcome} ${sent.status}`,
            origin: request.ip,
          }),
        );
        return { ...sent, at: at.toISOString() };
      });
    },
  };
}

/** A mail goes to whoever asks; of all others nobody knows what they read. */
async function languageFor(
  { accounts: { sql }, settings }: Parts,
  { id, centreId }: Visitor,
  { what }: SettingTest,
): Promise<Language> {
  if (what !== 'mail') return settings.settingOf(centreId, 'languages').usual;
  const languages = await readLanguages({ sql, settings }, { centreId, userIds: [id] });
  return languages.get(id)!; // whom it was asked of
}

type SendTest = () => Promise<Sent>;

/** All that needs the database, so that nothing is sent while a transaction is open. */
async function prepare(
  parts: Parts,
  tx: Transaction,
  { visitor, asked, language }: { visitor: Visitor; asked: SettingTest; language: Language },
): Promise<SendTest | Failure> {
  const { mailOf, smsOf } = parts.gateways;
  const { centreId } = visitor;
  if (asked.what === 'webhook') return prepareNotice(parts, tx, { centreId, asked, language });
  const to = asked.what === 'mail' ? await mailAddressOf(tx, visitor) : asked.to;
  const way = asked.what === 'contact' ? wayTo(to) : asked.what;
  if (asked.what === 'contact' || asked.value === undefined) {
    const send = way === 'mail' ? mailOf(centreId) : smsOf(centreId);
    return () => sendMessage(send, { to, language });
  }
  const { value, secrets } = asked;
  const typed = await judgeTyped(tx, { centreId, kind: way, value, secrets });
  if (typed instanceof Failure) return typed;
  // Null is what it is to have none.
  if (!typed) return () => sendMessage(null, { to, language });
  const opened = await openSecretsOf(parts, centreId, typed, secrets);
  return () => sendMessage(createWay(way, typed, opened), { to, language });
}

type WebhookTest = Extract<SettingTest, { what: 'webhook' }>;

async function prepareNotice(
  parts: Parts,
  tx: Transaction,
  { centreId, asked, language }: { centreId: string; asked: WebhookTest; language: Language },
): Promise<SendTest | Failure> {
  const { value, secrets } = asked;
  // As one of a list, of which it may be the only one.
  const named = z.object({ secretIds: z.array(z.string()) }).safeParse(value).data;
  const list = { webhooks: [value], secretIds: named?.secretIds ?? [] };
  const typed = await judgeTyped(tx, { centreId, kind: 'webhooks', value: list, secrets });
  if (typed instanceof Failure) return typed;
  const webhook = typed.webhooks[0]!; // it was one, and parsed
  const opened = await openSecretsOf(parts, centreId, webhook, secrets);
  const [centre] = await tx.sql<{ name: string; phone: string }[]>`
    select name, phone from centres where id = ${centreId}`;
  const sender = { centre: centre!, now: parts.clock.now(), origin: parts.origin, language };
  return () => sendTestNotice({ webhook, secrets: opened }, sender);
}

/** As it would be judged if it were saved; nothing is written down. */
async function judgeTyped<K extends SettingKind>(
  tx: Transaction,
  { kind, value, ...rest }: { centreId: string; kind: K; value: unknown; secrets: GivenSecrets },
): Promise<SettingValue<K> | Failure> {
  const problems = problemsOf(kind, value);
  if (problems.length > 0) return new Failure(409, 'instelling-ongeldig', { kind, problems });
  const parsed = settingValueOf(kind, value);
  const refusal = await judgeValue(tx, { ...rest, kind, value: parsed });
  if (refusal) return new Failure(409, refusal.code, refusal.details);
  return parsed as SettingValue<K>; // as it was found to be one
}

/** As the system: whoever asks may write secrets, and read none. */
const openSecretsOf = (
  { accounts, keys }: Parts,
  centreId: string,
  { secretIds: ids }: { secretIds: string[] },
  secrets: GivenSecrets,
) => openNamed(accounts.sql, keys, { centreId, ids, secrets });

async function mailAddressOf({ sql }: Transaction, { id }: Visitor): Promise<string> {
  const [member] = await sql<{ email: string }[]>`select email from members where user_id = ${id}`;
  return member!.email; // whoever is logged in is one
}
