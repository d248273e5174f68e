// Row-level security by the database alone, as the app's own role asks it.
import { describe, expect, test } from 'vitest';
import type { TwoCentres } from './test-two-centres.ts';

const certainlyOfBoth = new Set([
  'alarms',
  'log.events',
  'buttons',
  'holders',
  'messages',
  'signals',
  'members',
]);

export function rowLevelSecurity(world: TwoCentres): void {
  describe('row-level security, whatever the query forgets', () => {
    test('stands on every table, and the app role is above none of it', async () => {
      const open = await world.instance.owner.sql`
      select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where nspname in ('public', 'log') and relkind = 'r' and not relrowsecurity`;
      expect(open).toEqual([]);
      const [appRole] = await world.instance.owner.sql`
      select rolsuper, rolbypassrls, (select count(*)::int from pg_class
        where relowner = pg_roles.oid) as owns
      from pg_roles where rolname = 'achterwacht_app'`;
      expect(appRole).toEqual({ rolsuper: false, rolbypassrls: false, owns: 0 });
    });

    test('without a centre there is nothing to see', async () => {
      for (const name of await world.tenantTables())
        expect([name, await world.countAs({}, name)]).toEqual([name, 0]);
    });

    test('with a centre, its own rows and none of the other, from every table', async () => {
      for (const name of await world.tenantTables()) {
        // Of a municipality and its circle, of supervisors and auditors, or of administrators: nobody else of the centre
        // sees those, and their tests are in municipality/, audit/ and access/.
        if (/^(incident|access_log$|audit_|privacy_|member_)/.test(name)) {
          expect([name, await world.countAs({ centre: world.south.centreId }, name)]).toEqual([
            name,
            0,
          ]);
          continue;
        }
        // Nor does it see what happened to them, or what opens it.
        const isLog = name === 'log.events' || name === 'log.data_keys';
        const staffs = isLog
          ? "and stream_type not in ('incident', 'privacy-request', 'member', 'person', 'plan')"
          : '';
        const [{ own, all }] = (await world.instance.owner.sql.unsafe(
          `select count(*)::int as all, (count(*) filter (where
            centre_id = '${world.south.centreId}' ${staffs}))::int as own from ${name}`,
        )) as unknown as [{ own: number; all: number }];
        expect([name, await world.countAs({ centre: world.south.centreId }, name)]).toEqual([
          name,
          own,
        ]);
        if (certainlyOfBoth.has(name)) expect([name, own > 0 && own < all]).toEqual([name, true]);
      }
    });

    test('with a municipality, its own rows and nothing of the centre itself', async () => {
      const settings = { centre: world.north.centreId, municipality: world.north.municipalityId };
      for (const name of ['holders', 'places', 'contacts', 'plans', 'buttons', 'loans', 'alarms']) {
        const [{ own, all }] = (await world.instance.owner.sql.unsafe(
          `select count(*)::int as all,
          (count(*) filter (where municipality_id = '${world.north.municipalityId}'))::int as own from ${name}`,
        )) as unknown as [{ own: number; all: number }];
        expect([name, await world.countAs(settings, name)]).toEqual([name, own]);
        expect([name, own > 0 && own < all]).toEqual([name, true]);
      }
      for (const name of [
        'feeds',
        'messages',
        'signals',
        'answers',
        'effects',
        'access_log',
        'presence',
      ])
        expect([name, await world.countAs(settings, name)]).toEqual([name, 0]);
    });

    test.each([
      ['an alarm', `update alarms set open = false`],
      ['a deadline', `delete from log.deadlines`],
      ['a feed', `update log.feeds set last_sequence = 0`],
    ])(
      'changing %s without a where leaves those of the other centre as they are',
      async (_, text) => {
        const before = await world.tenantRows();
        await world.inTransaction({ centre: world.south.centreId }, async (sql) => {
          await sql.unsafe(text);
        });
        expect(await world.tenantRows()).toEqual(before);
      },
    );

    test.each([
      [
        'an event into the log of another centre',
        (id: string, centre: string) => `
      insert into log.events (stream_id, version, centre_id, sequence, type, at, text, previous_hash, hash)
      values ('${id}', 900, '${centre}', 900000, 'NoteAdded', now(), '{}', 'x', 'x')`,
      ],
      [
        'an answer',
        (id: string, centre: string) => `
      insert into log.answers (stream_id, command_id, centre_id, answer, at)
      values ('${id}', gen_random_uuid(), '${centre}', '{}', now())`,
      ],
      [
        'an effect',
        (id: string, centre: string) => `
      insert into log.effects (id, centre_id, stream_id, kind, mode, recipient, text, status, created_at)
      values (gen_random_uuid(), '${centre}', '${id}', 'x', 'real', 'x', 'x', 'waiting', now())`,
      ],
      [
        'one of its own alarms to another centre',
        (_: string, centre: string) => `
      update alarms set centre_id = '${centre}'`,
      ],
    ])('writing %s is refused', async (_, text) => {
      await expect(
        world.inTransaction({ centre: world.south.centreId }, (sql) =>
          sql.unsafe(text(world.alarmIds.get(world.north.centreId)!, world.north.centreId)),
        ),
      ).rejects.toThrow(/row-level security/);
    });

    test.each([
      ['change the log', `update log.events set text = '{}'`],
      ['cut the log', `delete from log.events`],
      ['empty the log', `truncate log.events`],
      ['change what came in', `update messages set raw = ''`],
      ['delete an alarm', `delete from alarms`],
      ['see log-ins', `select * from auth."user"`],
      ['see sessions', `select token from auth.session`],
      ['erase who looked', `delete from access_log`],
      ['turn the policies off', `alter table alarms disable row level security`],
      ['become the system', `set role achterwacht_system`],
      ['give itself a role', `update members set role = 'administrator'`],
      [
        'let itself in',
        `insert into members (user_id, centre_id, role, name, email) select gen_random_uuid(), id, 'administrator', 'x', 'x' from centres`,
      ],
      ['change what became of somebody', `update member_records set state = '{}'`],
    ])('the app role may not %s', async (_, text) => {
      await expect(
        world.inTransaction({ centre: world.south.centreId }, (sql) => sql.unsafe(text)),
      ).rejects.toThrow(/permission denied|must be owner/);
    });

    test.each([
      ['change', `update log.events set text = '{}'`],
      ['cut', `delete from log.events`],
      ['empty', `truncate log.events`],
    ])('nor may the system role %s the log', async (_, text) => {
      await expect(world.instance.system.sql.unsafe(text)).rejects.toThrow(
        /permission denied|append-only/,
      );
    });
  });
}
