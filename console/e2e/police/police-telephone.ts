// A telephone of the police: an alarm that was handed over by a link, and who opens it.
import type { Page } from '@playwright/test';
import { act, openAlarm, post } from '../people/colleague.ts';
import type { People } from '../people/people.ts';
import { press } from '../story.ts';

export type Link = { url: string; pin: string };

export const anna = 'Anna de Wit';

/** An alarm that Anna has handed over, and a link for the police. */
export async function handedOver(people: People): Promise<Link> {
  await people.attends(anna);
  await press('231', '--lat', '52.3813', '--lon', '4.6363');
  await act(people, anna, { type: 'Claim' });
  await act(people, anna, {
    type: 'SendHandover',
    class: 'assistance',
    overrideReason: null,
    channel: 'link',
    route: { regionCode: 'noord-holland', which: 'first' },
  });
  return post<Link>(people, anna, 'police-links', { linkId: crypto.randomUUID() });
}

export const telephone = (people: People) =>
  people.strangersWindow({
    viewport: { width: 320, height: 640 },
    timezoneId: 'Europe/Amsterdam',
  });

export async function letIn(page: Page, { url, pin }: Link, name = 'HA 31-02'): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Naam of roepnummer').fill(name);
  await page.getByLabel('Pincode van zes cijfers').fill(pin);
  await page.getByRole('button', { name: 'Openen' }).click();
}

export const reports = async (people: People) => (await openAlarm(people, anna)).policeReports;
