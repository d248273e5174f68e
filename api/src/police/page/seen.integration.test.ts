// What the police see of an alarm, and nothing of why.
import { describe, expect, it } from 'vitest';
import { decoded } from '../../testing/messages.ts';
import { listViewers } from './links.ts';
import { withPolicePage } from './test-police-page.ts';

const page = withPolicePage();

describe('what is seen', () => {
  it('is who, where and what was heard, and nothing of why', async () => {
    const { status, body } = await page.look(await page.letIn(await page.share()));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      viewer: 'HA 31-02',
      viewers: 1,
      centre: { name: 'Noord', phone: '088 000 00 00' },
      view: {
        class: 'prio-1',
        isVerified: true,
        basis: 'iemand ter plaatse',
        person: {
          name: 'Drager Noord1',
          function: 'wethouder',
          description: null,
          othersAtHome: null,
        },
        municipality: 'Haarlem',
        position: {
          accuracyMetres: 12,
          isApproximate: false,
          wgs84: '52,38144 N 4,63633 O',
          rd: 'RD 103 876 / 488 440',
        },
        trail: [{ latitude: 52.38144, longitude: 4.63633 }],
        notices: [{ why: 'heard', text: 'geschreeuw en gestommel' }],
        centralist: 'Anna',
        closedAt: null,
      },
    });
    expect(JSON.stringify(body)).not.toMatch(/bedreigd|zeewind|oostenwind|threat/);
    expect(JSON.stringify(body)).not.toContain(page.alarmId);
  });

  it('D4 has the danger as it is heard now, and history as history', async () => {
    const cookie = await page.letIn(await page.share());
    expect((await page.look(cookie)).body.view?.danger).toEqual({
      now: 'Wapen, aantal personen, kinderen, gewonden onbekend.',
      before: null,
      approach: 'Onbekend of dader ervan weet, stil aanrijden.',
      aol: null,
    });
    const { centreId, system } = page.centre;
    await page.act({
      type: 'EnterSituation',
      heard: { weapon: 'yes', persons: 2, perpetratorKnows: 'no' },
    });
    expect((await page.look(cookie)).body.view?.danger).toMatchObject({
      now: 'Wapen gemeld, 2 personen. Kinderen, gewonden onbekend.',
      approach: 'Dader weet van niets, stil aanrijden.',
    });
    const texts = await system.sql<{ text: string }[]>`
      select text from log.events where centre_id = ${centreId} and type = 'SituationEntered'`;
    expect(texts).toHaveLength(1);
    expect(texts[0]!.text).not.toMatch(/"yes"/);
  });

  it('is only sent when something changed', async () => {
    const cookie = await page.letIn(await page.share());
    const first = (await page.look(cookie)).body;
    expect((await page.look(cookie, first.version)).body.view).toBeNull();
    await page.act({ type: 'AddPoliceMessage', text: 'Achterdeur staat open' });
    const next = (await page.look(cookie, first.version)).body;
    expect(next.view?.notices[0]).toMatchObject({ why: 'further', text: 'Achterdeur staat open' });
  });

  it('loses what was heard when that judgement is withdrawn', async () => {
    const cookie = await page.letIn(await page.share());
    await page.act({ type: 'Unverify', reason: 'toch niet' });
    const { view } = (await page.look(cookie)).body;
    expect(view).toMatchObject({ class: 'prio-1', isVerified: false, basis: null });
    expect(JSON.stringify(view)).not.toContain('geschreeuw');
  });

  it('D2 says that it is verified no more, after the word that it was', async () => {
    const cookie = await page.letIn(await page.share());
    page.minutes(1);
    await page.act({ type: 'Unverify', reason: 'het was de televisie' });
    const { view } = (await page.look(cookie)).body;
    expect(view?.notices).toEqual([
      {
        id: expect.any(String) as string,
        why: 'no-longer-verified',
        text: '',
        at: '2026-03-02T08:01:00.000Z',
      },
    ]);
    await page.act({
      type: 'Verify',
      expectedVersion: await page.version(),
      basis: 'camera',
      note: 'camera toont een mes',
    });
    expect((await page.look(cookie)).body.view?.notices).toMatchObject([{ why: 'heard' }]);
  });

  it('says nothing of a judgement that was withdrawn before the police had anything', async () => {
    ({ alarmId: page.alarmId } = await page.centre.press(page.centre.buttons[1]));
    await page.act({ type: 'Claim', expectedVersion: await page.version() });
    const note = 'geschreeuw';
    await page.act({
      type: 'Verify',
      expectedVersion: await page.version(),
      basis: 'sound',
      note,
    });
    page.minutes(1);
    await page.act({ type: 'Unverify', reason: 'het was de televisie' });
    page.minutes(1);
    await page.act({
      type: 'SendHandover',
      expectedVersion: await page.version(),
      class: 'assistance',
      overrideReason: null,
      channel: 'link',
      route: { regionCode: 'noord-holland', which: 'first' },
    });
    expect((await page.look(await page.letIn(await page.share()))).body.view?.notices).toEqual([]);
  });

  it('D2 says that it is possibly false, and that it is verified after all', async () => {
    ({ alarmId: page.alarmId } = await page.centre.press(page.centre.buttons[1]));
    await page.act({ type: 'Claim', expectedVersion: await page.version() });
    const send = async (as: 'assistance' | 'prio-1') =>
      page.act({
        type: 'SendHandover',
        expectedVersion: await page.version(),
        class: as,
        overrideReason: null,
        channel: 'telephone',
        route: { regionCode: 'noord-holland', which: 'first' },
      });
    const confirm = async (policeOperator: string) =>
      page.act({
        type: 'ConfirmHandover',
        expectedVersion: await page.version(),
        channel: 'telephone',
        policeOperator,
        incidentNumber: '2026-1',
      });
    await send('assistance');
    await confirm('Kees');
    const cookie = await page.letIn(await page.share());
    await page.centre.press(page.centre.buttons[1], [decoded('cancel')]);
    const before = (await page.look(cookie)).body.view;
    expect(before).toMatchObject({ class: 'assistance', isVerified: false });
    expect(before?.notices).toMatchObject([{ why: 'possibly-false' }]);

    page.minutes(1);
    await page.act({
      type: 'Verify',
      expectedVersion: await page.version(),
      basis: 'person-on-site',
      note: 'bode ziet een mes',
    });
    expect((await page.look(cookie)).body.view).toMatchObject({
      class: 'assistance',
      isVerified: true,
    });
    page.minutes(1);
    await send('prio-1');
    await confirm('Ria');
    const { view } = (await page.look(cookie)).body;
    expect(view).toMatchObject({ class: 'prio-1', isVerified: true });
    expect(view?.notices.map(({ why }) => why)).toEqual([
      'now-verified',
      'heard',
      'possibly-false',
    ]);
  });

  it('stands in the log of views, each look of a minute once', async () => {
    const link = await page.share();
    const cookie = await page.letIn(link);
    for (let second = 0; second < 30; second += 2) {
      await page.look(cookie);
      page.centre.clock.advance(2_000);
    }
    expect((await page.alarm()).policeLinks[0]).toMatchObject({ views: 1 });
    page.minutes(5);
    await page.look(cookie);
    expect((await page.alarm()).policeLinks[0]).toMatchObject({ views: 2 });
    const viewers = await page.centre.asActor(page.centre.anna, 'alarm.read', (tx) =>
      listViewers(tx, page.centre.keys, page.alarmId),
    );
    expect(viewers).toEqual([
      {
        linkId: link.linkId,
        name: 'HA 31-02',
        firstSeenAt: '2026-03-02T08:00:00.000Z',
        lastSeenAt: '2026-03-02T08:05:30.000Z',
      },
    ]);
  });
});
