// What is asked of buttons by people is answered with: whose rights are looked at, and who carries it out.
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';

export type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  /** The system's own part, for what it writes because somebody asks for it. */
  accounts: Database;
  keys: KeyRing;
  clock: Clock;
};
