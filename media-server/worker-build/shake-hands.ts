// One DTLS handshake with a worker that is there already: node shake-hands.ts BINARY. Libraries of the
// machine may have changed since it was built.
import { shakeHands } from './check-worker.ts';

await shakeHands(process.argv[2] ?? '');
process.stdout.write('the worker shakes hands\n');
process.exit(0);
