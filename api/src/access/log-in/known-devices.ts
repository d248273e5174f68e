// Browsers in which somebody was logged in: a cookie of each with a random name for this person, signed. It opens
// nothing; guesses from there are only counted apart from a stranger's. Several people share a desk, so it holds several.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SessionCookie } from '../sessions/session-cookie.ts';

const rememberedSeconds = 90 * 86_400;
const mostPeople = 12;

export function createKnownDevices(secret: string, cookie: SessionCookie) {
  const name = `${cookie.prefix}.known_device`;
  const markOf = (userId: string, device: string) =>
    createHmac('sha256', secret).update(`device ${userId} ${device}`).digest('base64url');

  function marksIn(header: string | undefined): string[] {
    const pair = header?.split('; ').find((one) => one.startsWith(`${name}=`));
    return (
      pair
        ?.slice(name.length + 1)
        .split('~')
        .slice(0, mostPeople) ?? []
    );
  }

  return {
    /** The device's name for this person; null where he was never logged in here. */
    deviceOf(header: string | undefined, userId: string): string | null {
      for (const one of marksIn(header)) {
        const [device = '', mark = ''] = one.split('.');
        const [given, right] = [Buffer.from(mark), Buffer.from(markOf(userId, device))];
        if (given.length === right.length && timingSafeEqual(given, right)) return device;
      }
      return null;
    },
    /** A `set-cookie` line that adds this person; null where he is in it already. */
    lineFor(header: string | undefined, userId: string): string | null {
      if (this.deviceOf(header, userId)) return null;
      const device = randomBytes(12).toString('base64url');
      const marks = [`${device}.${markOf(userId, device)}`, ...marksIn(header)];
      const value = marks.slice(0, mostPeople).join('~');
      return `${name}=${value}; Max-Age=${rememberedSeconds}${cookie.attributes}`;
    },
  };
}
