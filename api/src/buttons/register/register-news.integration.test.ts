// A14: what is registered is known at once and without being asked for, whatever floods meanwhile.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogger } from '../../logger.ts';
import * as sealing from '../../sealing/seal.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { keyPurpose, openButtonDirectory, type ButtonDirectory } from './button-directory.ts';
import { importButtons } from './import-buttons.ts';
import { followRegister } from './register-news.ts';

let centre: AlarmCentre;
let directory: ButtonDirectory;
let opened: string[];

beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
  const { system, keys, clock } = centre;
  opened = [];
  directory = await openButtonDirectory({ press: system, background: system, keys, clock });
  await followRegister({ background: system, directory, log: openLogger('silent') });
});
afterEach(() => centre.end());

const csv = (lines: string[]) =>
  ['serial,protocol,account,key,model,municipality,holder', ...lines].join('\n');
const imported = (lines: string[]) => {
  const { system, keys, clock } = centre;
  return importButtons({ system, keys, now: clock.now() }, csv(lines));
};

test('A14 every button of an import of many is known by the news alone', async () => {
  const accounts = Array.from({ length: 150 }, (_, index) => `C0DE${index}`);
  await imported(accounts.map((account) => `${account},dc09,${account},,kast,Haarlem,`));
  await expect.poll(() => accounts.filter((account) => !directory.find(account))).toEqual([]);
});

test('A14 a key, a wearer and an end are known as they are committed, and not before', async () => {
  const { system, keys } = centre;
  const [{ id, account, holderId } = { id: '', account: '', holderId: '' }, other] = centre.buttons;
  expect(directory.find(account)?.key).toBeNull();
  const clear = Buffer.alloc(16, 1);
  const key = sealing.seal(keys.master, keyPurpose(id), clear.toString('base64'));
  await system.transaction(async ({ sql }) => {
    await sql`update buttons set key = ${key} where id = ${id}`;
    expect(directory.find(account)?.key).toBeNull();
  });
  await expect.poll(() => directory.find(account)?.key).toEqual(clear);

  await centre.database
    .superuser`update loans set holder_id = ${other!.holderId} where button_id = ${id}`;
  await expect.poll(() => directory.find(account)?.subjectId).toBe(other!.holderId);
  await centre.database.superuser`update loans set holder_id = ${holderId} where button_id = ${id}`;
  await expect.poll(() => directory.find(account)?.subjectId).toBe(holderId);

  await system.sql`update buttons set known = false where id = ${id}`;
  await expect.poll(() => directory.find(account)).toBeNull();
});

test('A14 the register read anew opens only keys that changed', async () => {
  const { system, keys, clock } = centre;
  const [first, second] = centre.buttons;
  for (const { id } of [first!, second!]) {
    const key = sealing.seal(keys.master, keyPurpose(id), Buffer.alloc(16, 2).toString('base64'));
    await system.sql`update buttons set key = ${key} where id = ${id}`;
  }
  // Asking the ring for its master key is opening something with it; a key is made only where none was looked for.
  const looked: string[] = [];
  const counting = {
    ...keys,
    findOrMake(subjectId: string) {
      looked.push(subjectId);
      return keys.findOrMake(subjectId);
    },
    get master() {
      opened.push('key');
      return keys.master;
    },
  };
  const own = await openButtonDirectory({
    press: system,
    background: system,
    keys: counting,
    clock,
  });
  expect([opened.length, looked.length]).toEqual([2, 2]);
  await own.reload();
  expect([opened.length, looked.length]).toEqual([2, 2]);
  const changed = sealing.seal(
    keys.master,
    keyPurpose(second!.id),
    Buffer.alloc(16, 3).toString('base64'),
  );
  await system.sql`update buttons set key = ${changed} where id = ${second!.id}`;
  await own.reload();
  expect(opened).toHaveLength(3);
  expect(own.find(second!.account)?.key).toEqual(Buffer.alloc(16, 3));
});

test('A14 a register that was long on its way takes nothing back that was told meanwhile', async () => {
  const { system, keys, clock } = centre;
  const [{ account }, gone] = [centre.buttons[0]!, centre.buttons[1]!];
  await system.sql`update buttons set known = false where account = ${account}`;
  const [answered, arrived] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let isLong = false;
  const late = new Proxy(system.sql, {
    apply(sql, self, words) {
      const query = Reflect.apply(sql, self, words) as Promise<unknown>;
      if (!isLong) return query;
      const then = query.then.bind(query);
      return Object.assign(query, {
        then: (done: (rows: unknown) => unknown, failed: () => unknown) =>
          then((rows) => {
            answered.resolve();
            return arrived.promise.then(() => done(rows));
          }, failed),
      });
    },
  });
  const background = { ...system, sql: late };
  const own = await openButtonDirectory({ press: system, background, keys, clock });
  isLong = true;
  const read = own.reload();
  await answered.promise;
  await system.sql`update buttons set known = account = ${account}`;
  await own.refresh(account);
  await own.refresh(gone.account);
  arrived.resolve();
  await read;
  expect(own.find(account)).not.toBeNull();
  expect(own.find(gone.account)).toBeNull();
});

test('A14 what was changed while nobody listened is read when the line is back', async () => {
  const { system } = centre;
  const [button] = centre.buttons;
  const [{ pid } = { pid: 0 }] = await centre.database.superuser<{ pid: number }[]>`
    select pid from pg_stat_activity where query ilike 'listen%' and datname = current_database()`;
  await centre.database.superuser`alter table buttons disable trigger tell_register_changed`;
  await system.sql`update buttons set known = false where id = ${button!.id}`;
  await centre.database.superuser`alter table buttons enable trigger tell_register_changed`;
  expect(directory.find(button!.account)).not.toBeNull();
  await centre.database.superuser`select pg_terminate_backend(${pid})`;
  await expect.poll(() => directory.find(button!.account)).toBeNull();
});
