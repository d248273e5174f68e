// The row of one layer of a plan: its fold, and beside it what a press, lists and the release before read. A press puts
// the layers together in Node; the release before knows a person's alone, as a whole plan.
import { compose } from '@achterwacht/shared/plan/compose.ts';
import { nothingSaid, type Plan } from '@achterwacht/shared/plan/state.ts';
import { planSubject, type PlanTypes } from '@achterwacht/shared/subjects/plan.ts';
import type { TransactionSql } from '../db/connect.ts';
import type { FoldColumns, Stream } from '../log/stream.ts';

type State = Omit<Plan, 'personal'>;

export const planRows: Stream<PlanTypes> = {
  subject: planSubject,
  row: {
    table: 'plans',
    // One that was not taken over yet has none.
    nameOf: (state) => `plan of a ${(state as State | null)?.layer ?? 'person'}`,
    columnsOf: ({ layer, number, proposed }) => ({
      layer,
      number,
      proposed_at: proposed?.at ?? null,
    }),
    read(written) {
      for (const field of ['layer', 'number', 'proposed'] satisfies (keyof State)[])
        if (!(field in written)) throw new Error(`a plan without ${field}`);
      return { ...(written as State), personal: null };
    },
    write: (sql, plan, columns) => sql`subject as (${written(sql, plan, columns)})`,
    correct(sql, plan, { state }) {
      const { title, flags, listening, steps, content } = inClear(plan);
      return sql`
        update plans set title = ${title}, flags = ${flags}::text::jsonb,
          minimum_listening_seconds = ${listening}, steps = ${steps}::text::jsonb,
          number = ${plan.number}, content = ${content}::text::jsonb,
          proposed_at = ${plan.proposed?.at ?? null}, state = ${state}::text::jsonb,
          fold_version = ${planSubject.foldVersion}, updated_at = ${plan.updatedAt}
        where id = ${plan.id}`;
    },
  },
};

const written = (sql: TransactionSql, plan: Plan, { state, headHash, subjectId }: FoldColumns) => {
  const { title, flags, listening, steps, content } = inClear(plan);
  const { layer, ofId } = plan;
  return sql`
    insert into plans (id, layer, holder_id, button_id, centre_id, municipality_id, version, title,
      flags, minimum_listening_seconds, steps, number, content, proposed_at, head_hash, subject_id,
      state, fold_version, updated_at)
    values (${plan.id}, ${layer}, ${layer === 'person' ? ofId : null},
      ${layer === 'button' ? ofId : null}, ${plan.centreId}, ${plan.municipalityId},
      ${plan.version}, ${title}, ${flags}::text::jsonb, ${listening}, ${steps}::text::jsonb,
      ${plan.number}, ${content}::text::jsonb, ${plan.proposed?.at ?? null}, ${headHash},
      ${subjectId}, ${state}::text::jsonb, ${planSubject.foldVersion}, ${plan.updatedAt})
    on conflict (id) do update set version = excluded.version, title = excluded.title,
      flags = excluded.flags, minimum_listening_seconds = excluded.minimum_listening_seconds,
      steps = excluded.steps, number = excluded.number, content = excluded.content,
      proposed_at = excluded.proposed_at, head_hash = excluded.head_hash,
      subject_id = excluded.subject_id, state = excluded.state,
      fold_version = excluded.fold_version, updated_at = excluded.updated_at`;
};

/** What counts, and the same as the release before reads it of a person. */
function inClear({ layer, id: planId, number, content }: Plan) {
  const said = content ?? nothingSaid;
  const { title, flags, minimumListeningSeconds, steps } = compose([
    { layer, planId, number, content: said },
  ]);
  return {
    title: title ?? '',
    flags: JSON.stringify(flags),
    listening: minimumListeningSeconds,
    steps: JSON.stringify(steps.map(({ from: _from, ...step }) => step)),
    content: content && JSON.stringify(content),
  };
}
