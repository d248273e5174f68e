/** Many desks paint a press in the same frame; only the first report counts, so they spread out. */
export const presentedJitterMilliseconds = 200;
