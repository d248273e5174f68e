// Something done so many times a second, whatever comes of it: a timer that is late makes up for it.

const tickMilliseconds = 10;

export type Paced = {
  /** Times that it was due by now. */
  stop: () => number;
};

export function paced(perSecond: number, act: () => void): Paced {
  const begun = performance.now();
  let done = 0;
  const due = () => Math.floor(((performance.now() - begun) * perSecond) / 1000);
  const timer = setInterval(() => {
    for (const until = due(); done < until; done += 1) act();
  }, tickMilliseconds);
  return {
    stop: () => {
      clearInterval(timer);
      return due();
    },
  };
}
