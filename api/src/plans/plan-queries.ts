// What whoever looks after plans reads of them. All of it runs inside asActor, under row-level security.
import { isAlone } from '@achterwacht/shared/member/four-eyes.ts';
import type { Layer } from '@achterwacht/shared/plan/compose.ts';
import { shownContent, type Plan } from '@achterwacht/shared/plan/state.ts';
import type * as answers from '@achterwacht/shared/routes/plans.ts';
import type { Visitor } from '../access/as-actor.ts';
import type { Transaction } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import { containing, pageOf, readCursor, rowsOfPage } from '../db/paged.ts';
import { find } from '../log/read-stream.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { findPlanId, supervisorsOf } from './change-plan.ts';
import { planRows } from './plan-row.ts';
import { targets, type PlanTarget } from './plan-target.ts';
import { readLayers } from './read-layers.ts';

type Asked = {
  search?: string | undefined;
  which?: 'written' | 'waiting' | 'all' | undefined;
  cursor?: string | undefined;
};
type Row = answers.PlanSummary & { place: string };

/** Municipalities, then persons, then buttons, each by name. Of a municipality also where it wrote none yet. */
export async function listPlans(
  { sql }: Transaction,
  { search, which = 'written', cursor }: Asked,
): Promise<{ plans: answers.PlanSummary[]; next: string | null }> {
  const { text, id } = readCursor(cursor);
  const found = await sql<Row[]>`
    select * from (
      select of_id as "ofId", target.layer, target.name, municipalities.name as municipality,
        case when plans.state is null then coalesce(plans.version, 0) else plans.number end as number,
        plans.state #>> '{counts,since}' as since, plans.proposed_at as "waitsSince",
        concat(place, lower(target.name)) collate "C" as place
      from ${targets(sql)}
      join municipalities on municipalities.id = of_municipality
      left join plans on plans.layer = target.layer and plans.municipality_id = of_municipality
        and (target.layer = 'template' or plans.holder_id = of_id or plans.button_id = of_id)
      where searchable(target.name) like ${containing(search)}
        and (${which} = 'all' or plans.proposed_at is not null
          or (${which} = 'written' and (plans.id is not null or target.layer = 'template')))) as found
    where (place, "ofId") > (${text} collate "C", ${id}::uuid) order by place, "ofId"
    limit ${rowsOfPage}`;
  const { rows, next } = pageOf(found, (row) => ({ text: row.place, id: row.ofId }));
  const plans = rows.map(({ place: _place, waitsSince, ...row }) => ({
    ...row,
    waitsSince: waitsSince && iso(waitsSince),
  }));
  return { plans, next };
}

export async function readPlan(
  tx: Transaction,
  { keys, now }: { keys: KeyRing; now: Date },
  target: PlanTarget,
  visitor: Visitor,
): Promise<answers.PlanView> {
  const planId = await findPlanId(tx, target);
  const plan = planId ? await readState(tx, keys, planId) : null;
  const { layer, ofId, name, municipality } = target;
  const about = await whomItConcerns(tx, target);
  const layers = await readLayers(tx, about);
  return {
    layer,
    ofId,
    name,
    municipality,
    ...viewOf(plan, layers.find((one) => one.layer === layer) ?? null),
    layers: layers.map(({ content, ...one }) => ({
      ...one,
      name: about.names[one.layer],
      content: shownContent(content),
    })),
    person: layer === 'person' ? await readPerson(tx, ofId) : null,
    isAlone: isAlone({
      by: visitor.id,
      among: await supervisorsOf(tx, visitor.centreId),
      now,
    }),
  };
}

/** Null: a release that kept no history wrote it. */
async function readState(tx: Transaction, keys: KeyRing, planId: string): Promise<Plan | null> {
  const [row] = await tx.sql`select from plans where id = ${planId} and state is not null`;
  return row ? ((await find(planRows, tx, keys, planId))?.state ?? null) : null;
}

function viewOf(plan: Plan | null, stands: Layer | null) {
  // Whoever changes what no history was kept of is the second to do so: taking it over is the first.
  const version = plan?.version ?? (stands ? 1 : 0);
  const { counts = null, proposed = null, refused = null } = plan ?? {};
  const content = plan ? plan.content : (stands?.content ?? null);
  return {
    version,
    number: plan?.number ?? stands?.number ?? 0,
    content: content && shownContent(content),
    counts,
    proposed: proposed && {
      ...proposed,
      content: proposed.content && shownContent(proposed.content),
    },
    refused,
  };
}

/** Of whom and of what the layers are that lie beneath and over this one, as long as somebody wears the button. */
async function whomItConcerns({ sql }: Transaction, target: PlanTarget) {
  const { layer, ofId, municipalityId, municipality } = target;
  const [worn] = await sql<{ buttonId: string; serial: string; holderId: string; name: string }[]>`
    select buttons.id as "buttonId", buttons.serial, holders.id as "holderId", holders.name
    from loans join buttons on buttons.id = loans.button_id
    join holders on holders.id = loans.holder_id
    where (loans.button_id = ${ofId} or loans.holder_id = ${ofId}) and returned_at is null
    order by starts_at limit 1`;
  const isOf = (one: PlanTarget['layer']) =>
    layer === one ? { id: ofId, name: target.name } : null;
  const person = isOf('person') ?? (worn && { id: worn.holderId, name: worn.name });
  const button = isOf('button') ?? (worn && { id: worn.buttonId, name: worn.serial });
  return {
    municipalityId,
    holderId: person?.id ?? null,
    buttonId: button?.id ?? null,
    names: { template: municipality, person: person?.name ?? '', button: button?.name ?? '' },
  };
}

async function readPerson(
  { sql }: Transaction,
  holderId: string,
): Promise<answers.PlanView['person']> {
  const [holder] = await sql<{ codeWordAgreed: boolean }[]>`
    select code_word_agreed as "codeWordAgreed" from holders where id = ${holderId}`;
  const contacts = await sql<NonNullable<answers.PlanView['person']>['contacts']>`
    select id, name, relation, may_be_involved as "mayBeInvolved" from contacts
    where holder_id = ${holderId} order by rank`;
  return { codeWordAgreed: holder?.codeWordAgreed ?? false, contacts: [...contacts] };
}
