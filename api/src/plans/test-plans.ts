// A centre whose plans are written over HTTP: its supervisors, its officers, and those of next door.
import { randomUUID } from 'node:crypto';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { PlanView } from '@achterwacht/shared/routes/plans.ts';
import type { AskedContent, LayerStep } from '@achterwacht/shared/plan/state.ts';
import type { Visitor } from '../access/as-actor.ts';
import { members, municipalities } from '../db/schema/centres.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openHttpDoor, type HttpDoor } from '../testing/http-door.ts';
import { seedCentre, type SeededCentre } from '../testing/seed-centre.ts';
import { servePlans } from './routes.ts';

export class PlanCentre {
  centre!: AlarmCentre;
  http!: HttpDoor;
  /** Supervisors; the second is there from the beginning. */
  dirk!: Visitor;
  saskia!: Visitor;
  /** Officers of Haarlem, where everybody lives, and one of Zwolle. */
  fatima!: Visitor;
  fenna!: Visitor;
  gert!: Visitor;
  zwolle!: string;
  south!: SeededCentre;

  async open(buttons = 2): Promise<void> {
    this.centre = await openAlarmCentre({ buttons });
    const { centre } = this;
    this.dirk = centre.dirk;
    this.zwolle = randomUUID();
    const { centreId, municipalityId } = centre;
    await centre.system.db
      .insert(municipalities)
      .values({ id: this.zwolle, centreId, name: 'Zwolle' });
    this.saskia = await this.#enter('Saskia', 'supervisor', null);
    this.fatima = await this.#enter('Fatima', 'oov-officer', municipalityId);
    this.fenna = await this.#enter('Fenna', 'oov-officer', municipalityId);
    this.gert = await this.#enter('Gert', 'oov-officer', this.zwolle);
    this.south = await seedCentre(centre.database.system, centre.keys, { name: 'Zuid' });
    this.http = await openHttpDoor((http, authentication) =>
      servePlans(http, { ...centre, authentication }),
    );
  }

  async close(): Promise<void> {
    await this.http.close();
    await this.centre.end();
  }

  async #enter(name: string, role: Role, municipalityId: string | null): Promise<Visitor> {
    const { centreId, system } = this.centre;
    const id = randomUUID();
    const email = `${id}@voorbeeld.test`;
    await system.db
      .insert(members)
      .values({ userId: id, centreId, municipalityId, role, name, email });
    return { type: 'person', id, name, role, centreId, municipalityId };
  }

  ask(by: Visitor, ofId: string, what: string, body: object) {
    return this.http.post(by, `/api/plans/${ofId}/${what}`, body);
  }

  async read(by: Visitor, ofId: string): Promise<PlanView> {
    const { status, body } = await this.http.get(by, `/api/plans/${ofId}`);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body as PlanView;
  }

  /** As it stands now, by an officer; not agreed to. */
  async propose(ofId: string, content: AskedContent, by = this.fatima) {
    const { version: expectedVersion } = await this.read(by, ofId);
    return this.ask(by, ofId, 'propose', { content, expectedVersion });
  }

  /** Proposed by one, agreed to by another. @throws where either is refused. */
  async agree(ofId: string, content: AskedContent): Promise<PlanView> {
    const proposed = await this.propose(ofId, content);
    const { proposed: waits } = proposed.body as PlanView;
    const expectedVersion = waits?.version;
    const { status, body } = await this.ask(this.dirk, ofId, 'approve', { expectedVersion });
    if (status !== 200) throw new Error(JSON.stringify([proposed, body]));
    return body as PlanView;
  }
}

export const says = (more: Partial<AskedContent>): AskedContent => ({
  title: null,
  flags: [],
  minimumListeningSeconds: null,
  steps: [],
  ...more,
});

export const step = (id: string, more: Partial<LayerStep> = {}): LayerStep => ({
  id,
  text: `Stap ${id}`,
  kind: 'manual',
  required: false,
  ...more,
});
