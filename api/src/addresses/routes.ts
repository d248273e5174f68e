// What lies near an alarm, over HTTP. Asked by the alarm and never by a point: where somebody is stands in no address that is
// logged on its way, and a desk asks about what it may see alone.
import type { FastifyInstance } from 'fastify';
import { isTracked } from '@achterwacht/shared/alarm/signals/tracking.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { municipalityAt } from '@achterwacht/shared/geo/municipalities/outline.ts';
import { municipalities } from '@achterwacht/shared/places/municipalities.ts';
import type { Near } from '@achterwacht/shared/places/near.ts';
import { worstAccuracyMetres } from '@achterwacht/shared/places/known-place.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import { findAlarm } from '../alarms/row/alarm-row.ts';
import type { Clock } from '../clock.ts';
import { notFound, serve } from '../http/server.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { FindNear } from './find-near.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  keys: KeyRing;
  clock: Clock;
  /** Null: no register is set. */
  findNear: FindNear | null;
};

const nothing = { address: null, post: null, roads: [] };

export function serveNear(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, keys, clock, findNear } = parts;

  serve(app, authentication, routes.alarmNear, async ({ visitor, params }) => {
    const alarm = await asActor(visitor, 'alarm.read', (tx) => findAlarm(tx, keys, params.alarmId));
    return alarm ? nearOf(alarm.state) : notFound();
  });

  async function nearOf(alarm: Alarm): Promise<Near> {
    const fix = alarm.personal?.position?.fix;
    // Where somebody was whom nobody follows any more is learned by nobody, inside or outside.
    const isFollowed = !alarm.closed || isTracked(alarm, clock.now());
    if (!fix || !isFollowed)
      return { at: null, municipality: null, register: 'not-asked', ...nothing };
    const { latitude, longitude, accuracyMetres } = fix;
    const at = { latitude, longitude };
    const code = municipalityAt(latitude, longitude);
    const municipality = (code && municipalities.get(code)?.name) ?? null;
    if (!findNear) return { at, municipality, register: 'not-set', ...nothing };
    // A worse fix covers whole streets: each address in it would be as good a guess.
    if (accuracyMetres !== null && accuracyMetres > worstAccuracyMetres)
      return { at, municipality, register: 'not-asked', ...nothing };
    const near = await findNear(at);
    return { at, municipality, register: near ? 'answered' : 'away', ...(near ?? nothing) };
  }
}
