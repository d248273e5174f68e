// `./achterwacht press` as a program: one simulated button that somebody presses (press/press-button.ts).
// What it must know of the button (account, key, where to send) comes as JSON on standard input, so that no
// key stands on a command line; how to press comes as arguments.
import { text } from 'node:stream/consumers';
import { pressButton } from './press/press-button.ts';

process.exitCode = await pressButton(process.argv.slice(2), await text(process.stdin), {
  // The launcher changes folder before we start.
  folder: process.env['ACHTERWACHT_CWD'] ?? process.cwd(),
  reportProgress: (sentence) => void process.stdout.write(`${sentence}\n`),
  complain: (sentence) => void process.stderr.write(`${sentence}\n`),
  lostPatience: () => {
    const stop = new AbortController();
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
    return stop.signal;
  },
});
