/**
 * Which fold the events of an alarm are read by. Whoever changes what `evolve` gives for events that were written
 * before raises it: the rows, which hold the fold, are then folded anew before the product starts.
 */
export const foldVersion = 11;
