// So many in so long, for each key; what is over is refused. Keys that have been quiet are forgotten.
export type Rate = {
  /** @returns false when it is over the limit. */
  take: (key: string, now: number) => boolean;
};

export function createRate(limit: { count: number; milliseconds: number }): Rate {
  const taken = new Map<string, { count: number; since: number }>();
  let sweptAt = 0;
  return {
    take: (key, now) => {
      if (now - sweptAt > limit.milliseconds) {
        sweptAt = now;
        for (const [other, { since }] of taken) {
          if (now - since > limit.milliseconds) taken.delete(other);
        }
      }
      const window = taken.get(key);
      if (!window || now - window.since > limit.milliseconds) {
        taken.set(key, { count: 1, since: now });
        return true;
      }
      window.count += 1;
      return window.count <= limit.count;
    },
  };
}
