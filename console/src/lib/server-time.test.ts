import { beforeEach, describe, expect, it } from 'vitest';
import { ServerTime } from './server-time.ts';

let wall = 0;
let steady = 0;
let time: ServerTime;

const pass = (milliseconds: number) => {
  wall += milliseconds;
  steady += milliseconds;
};

/** A ping with the server `ahead` of this machine, answered after `there` and `back` milliseconds. */
function ping(ahead: number, there: number, back: number): void {
  const sentAt = wall;
  pass(there);
  const serverAt = wall + ahead;
  pass(back);
  time.add(sentAt, wall, serverAt);
}

beforeEach(() => {
  wall = 1_000_000;
  steady = 500;
  time = new ServerTime({ wall: () => wall, steady: () => steady });
});

describe('ServerTime', () => {
  it('lets the quickest ping decide', () => {
    ping(600_000, 900, 20);
    ping(600_000, 10, 10);
    ping(600_000, 20, 700);
    expect(time.now() - wall).toBeCloseTo(600_000, 0);
  });

  it('knows nothing before five pings', () => {
    for (let count = 0; count < 4; count += 1) ping(0, 5, 5);
    expect(time.uncertaintyMilliseconds).toBeNull();
    ping(0, 5, 5);
    expect(time.uncertaintyMilliseconds).toBe(5);
  });

  it('says how uncertain a slow line makes it', () => {
    for (let count = 0; count < 5; count += 1) ping(0, 1500, 1500);
    expect(time.uncertaintyMilliseconds).toBe(1500);
  });

  it('distrusts itself when somebody sets the clock, until the next ping', () => {
    for (let count = 0; count < 5; count += 1) ping(0, 5, 5);
    wall += 600_000;
    expect(time.needsPing).toBe(true);
    expect(time.uncertaintyMilliseconds).toBeNull();
    ping(-600_000, 5, 5);
    expect(time.needsPing).toBe(false);
    expect(time.now()).toBe(wall - 600_000);
  });

  it('follows the wall clock through a sleep in which the steady clock stood still', () => {
    for (let count = 0; count < 5; count += 1) ping(250, 5, 5);
    wall += 300_000;
    expect(time.now()).toBe(wall + 250);
    expect(time.needsPing).toBe(true);
  });

  it('uses the seed until the first ping', () => {
    time.seed(wall + 5_000);
    expect(time.now()).toBe(wall + 5_000);
    ping(1_000, 5, 5);
    expect(time.now()).toBe(wall + 1_000);
  });

  it('ignores a ping during which the clock was set back', () => {
    time.add(wall, wall - 10, wall);
    expect(time.uncertaintyMilliseconds).toBeNull();
  });
});
