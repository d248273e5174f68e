// Runs in a thread of its own, for one password: the dictionaries take longer to load than the api's loop may be held.
// They are zxcvbn's: fifty thousand common passwords, and Dutch words and names, also written in another way (`w@cht…`),
// backwards, repeated, or with a year behind them.
import { parentPort, workerData } from 'node:worker_threads';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as dutch } from '@zxcvbn-ts/language-nl-be';

/** Ten to this power guesses; at the log-in a stranger has about a hundred a day (log-in/guesses.ts). */
const enough = 9;
/** Whose first part is uncommon is uncommon; judging more of it takes ever longer. */
const judged = 32;

const { password, parts } = workerData as { password: string; parts: string[] };
const judge = new ZxcvbnFactory({
  dictionary: { ...common, ...dutch },
  graphs: adjacencyGraphs,
  maxLength: judged,
});
parentPort?.postMessage(judge.check(password.slice(0, judged), parts).guessesLog10 < enough);
