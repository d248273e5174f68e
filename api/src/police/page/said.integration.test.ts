// What the police say of an alarm, and which moments are believed.
import { describe, expect, it } from 'vitest';
import { verifyLog } from '../../streams.ts';
import { withPolicePage } from './test-police-page.ts';

const page = withPolicePage();

describe('what the police say', () => {
  it('stands in the alarm with the moment they state, back-dated or not', async () => {
    const cookie = await page.letIn(await page.share());
    page.minutes(10);
    const statedAt = '2026-03-02T08:05:00.000Z';
    expect((await page.report(cookie, 'on-scene', statedAt)).status).toBe(200);
    expect((await page.alarm()).policeReports).toEqual([
      {
        version: expect.any(Number) as number,
        status: 'on-scene',
        statedAt,
        enteredAt: '2026-03-02T08:10:00.000Z',
        via: 'link',
        operator: 'HA 31-02',
        reference: null,
      },
    ]);
    expect((await page.alarm()).handover.status).toBe('on-scene');
    expect((await page.look(cookie)).body.view?.reports).toMatchObject([{ status: 'on-scene' }]);
  });

  it('counts once, however often a phone without an answer repeats it', async () => {
    const cookie = await page.letIn(await page.share());
    page.minutes(1);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect((await page.report(cookie, 'received', '2026-03-02T08:00:30.000Z')).status).toBe(200);
      const body = { text: 'Twee man voor de deur' };
      expect((await page.ask('POST', 'messages', { cookie, body })).status).toBe(200);
    }
    const { policeReports, policeMessages } = await page.alarm();
    expect(policeReports).toHaveLength(1);
    expect(policeMessages).toMatchObject([{ why: 'from-police' }]);
  });

  it('and was not so, is struck through with why, for them too, and their queue brings it not back', async () => {
    const cookie = await page.letIn(await page.share());
    page.minutes(3);
    const statedAt = '2026-03-02T08:02:00.000Z';
    await page.report(cookie, 'on-scene', statedAt);
    const { version } = (await page.alarm()).policeReports[0]!; // just reported
    await page.act({ type: 'WithdrawPoliceStatus', version, reason: 'nog in de straat ernaast' });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const alarm = await page.alarm();
      expect(alarm.handover.status).toBe('sent');
      expect(alarm.times['on-scene']).toBeUndefined();
      expect(alarm.policeReports).toMatchObject([{ withdrawn: { by: { name: 'Anna' } } }]);
      const at = '2026-03-02T08:03:00.000Z';
      expect((await page.look(cookie)).body.view?.reports).toMatchObject([
        { status: 'on-scene', withdrawn: { at, reason: 'nog in de straat ernaast' } },
      ]);
      expect((await page.report(cookie, 'on-scene', statedAt)).status).toBe(200);
    }
    expect((await verifyLog(page.centre.system, page.centre.keys)).faults).toEqual([]);
  });

  it('lies never before the alarm nor in the future, whatever a phone’s clock says', async () => {
    const cookie = await page.letIn(await page.share());
    page.minutes(3);
    await page.report(cookie, 'received', '2020-01-01T00:00:00.000Z');
    await page.report(cookie, 'under-way', '2040-01-01T00:00:00.000Z');
    expect((await page.alarm()).policeReports.map(({ statedAt }) => statedAt)).toEqual([
      '2026-03-02T08:00:00.000Z',
      '2026-03-02T08:03:00.000Z',
    ]);
  });

  it('after closing is refused with a sentence', async () => {
    const cookie = await page.letIn(await page.share());
    await page.report(cookie, 'safe', page.centre.clock.now().toISOString());
    await page.act({
      type: 'Close',
      expectedVersion: await page.version(),
      outcome: 'real-incident',
      needless: false,
      summary: 'Veilig volgens de politie',
    });
    const { status, body } = await page.report(
      cookie,
      'closed',
      page.centre.clock.now().toISOString(),
    );
    expect([status, body.error.code]).toEqual([409, 'gesloten']);
    expect(body.error.message).not.toBe('gesloten');
  });

  it('from another site is refused', async () => {
    const cookie = await page.letIn(await page.share());
    const response = await page.http.inject({
      method: 'POST',
      url: '/api/police/reports',
      headers: { cookie, origin: 'https://elders.example' },
      payload: { status: 'safe', statedAt: '2026-03-02T08:00:30.000Z', reference: null },
    });
    expect(response.statusCode).toBe(403);
  });
});
