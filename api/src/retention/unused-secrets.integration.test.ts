// What a centre signed with and signs with no more is not kept.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SettingCommand } from '@achterwacht/shared/setting/commands.ts';
import { webhooksOf } from '@achterwacht/shared/setting/kinds/webhooks.ts';
import { changeSetting } from '../settings/change-setting.ts';
import { openSecrets } from '../settings/secrets.ts';
import { openAlarmCentre } from '../testing/alarm-centre.ts';
import { addAdministrator, set } from '../testing/settings.ts';
import { unusedSecretsJob } from './unused-secrets.ts';

test('secrets go when no setting names them any more, neither as it counts nor as it is proposed', async () => {
  const centre = await openAlarmCentre();
  const { centreId, keys, system } = centre;
  const kept = () => system.sql<{ id: string }[]>`select id from setting_secrets`;
  const ids = async () => new Set((await kept()).map(({ id }) => id));
  const secretOf = (byte: number) => `whsec_${Buffer.alloc(24, byte).toString('base64')}`;
  const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
  const webhook = (...secretIds: string[]) =>
    webhooksOf([
      {
        id: randomUUID(),
        name: 'Meldkamer',
        url: 'https://meldkamer.example/in',
        format: 'json',
        rooms: ['limburg'],
        isOn: true,
        secretIds,
      },
    ]);
  const job = unusedSecretsJob({ background: system, clock: centre.clock });
  const round = () =>
    job.round(
      { ...centre, system },
      { found() {}, done() {}, failed() {}, good() {} },
      new AbortController().signal,
    );
  const els = await addAdministrator(centre, 'Els');
  await addAdministrator(centre, 'Hans');
  const given = { [first]: secretOf(1), [second]: secretOf(2) };
  expect(await set(centre, 'webhooks', webhook(first, second), given)).toBeNull();
  const ask = (command: SettingCommand, secrets = {}) => {
    const { id, name, role } = els;
    const actor = { type: 'person', id, name, role } as const;
    return centre.asActor(els, 'setting.change', (tx) =>
      changeSetting(centre, tx, { centreId, kind: 'webhooks', command, actor, secrets }),
    );
  };
  const value = webhook(third);
  const proposal = { type: 'ProposeSetting', centreId, kind: 'webhooks', value } as const;
  expect(await ask(proposal, { [third]: secretOf(3) })).toBeNull();
  await round();
  expect(await ids()).toEqual(new Set([first, second, third]));
  expect(await ask({ type: 'WithdrawSetting' })).toBeNull();
  await round();
  expect(await ids()).toEqual(new Set([first, second]));
  expect(await set(centre, 'webhooks', webhook(second))).toBeNull();
  await round();
  expect(await ids()).toEqual(new Set([second]));
  expect(await openSecrets(system.sql, keys, { centreId, ids: [second] })).toEqual([secretOf(2)]);
  expect(await set(centre, 'webhooks', webhooksOf([]))).toBeNull();
  await round();
  expect(await ids()).toEqual(new Set());
  await centre.end();
});
