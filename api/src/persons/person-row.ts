// The row of a person: its fold in `holders`, and beside it what a press, a claimed alarm and the release before read of
// him. His places and contacts stand in rows of their own again; nothing else writes there.
import type { Person } from '@achterwacht/shared/person/state.ts';
import { personSubject, type PersonTypes } from '@achterwacht/shared/subjects/person.ts';
import type { TransactionSql } from '../db/connect.ts';
import type { FoldColumns, Stream } from '../log/stream.ts';
import { restrictedText } from '../sealing/restricted.ts';

type State = Omit<Person, 'personal'>;

/** Of whom no key tells anything any more; a name is what lists and a press cannot be without. */
export const nameless = '–';

export const personRows: Stream<PersonTypes> = {
  subject: personSubject,
  row: {
    table: 'holders',
    nameOf: (state) => ((state as State | null)?.belongsTo ? 'family' : 'person'),
    columnsOf(person) {
      const { identity } = person.personal;
      return {
        ...(identity && {
          name: identity.name,
          function: identity.function,
          phone: identity.phones[0]?.number ?? null,
        }),
        code_word_agreed: person.agreed.codeWord !== null,
        belongs_to: person.belongsTo,
        account_id: person.accountId,
        emptied_at: person.emptiedAt,
      };
    },
    read(written, personal) {
      for (const field of ['municipalityId', 'agreed', 'returnedAt'] satisfies (keyof State)[])
        if (!(field in written)) throw new Error(`a person without ${field}`);
      const { identity = null, restricted = null } = (personal ?? {}) as Partial<
        Person['personal']
      >;
      return { ...(written as State), personal: { identity, restricted } };
    },
    beside: ({ id, personal: { restricted } }) => restrictedText(id, restricted),
    write: (sql, person, columns) =>
      sql`subject as (${
        // Whoever goes on with a sheet needs no right to make one; one that is taken over is there.
        person.version === 1 && !person.takenOver
          ? inserted(sql, person, columns)
          : updated(sql, person, columns)
      }), ${saidAgain(sql, person)}`,
    correct: (sql, person, columns) => sql`
      with ${saidAgain(sql, person)}
      update holders set ${ofIdentity(sql, person)}
        restricted = coalesce(${columns.beside}, restricted),
        code_word_agreed = ${person.agreed.codeWord !== null}, belongs_to = ${person.belongsTo},
        account_id = ${person.accountId}, emptied_at = ${person.emptiedAt},
        state = ${columns.state}::text::jsonb, personal = ${columns.personal},
        fold_version = ${personSubject.foldVersion}, updated_at = ${person.updatedAt}
      where id = ${person.id}`,
  },
};

const inserted = (sql: TransactionSql, person: Person, columns: FoldColumns) => sql`
  insert into holders (id, centre_id, municipality_id, name, function, phone, restricted,
    code_word_agreed, belongs_to, account_id, emptied_at, version, head_hash, subject_id, state,
    personal, fold_version, updated_at)
  values (${person.id}, ${person.centreId}, ${person.municipalityId},
    ${person.personal.identity?.name ?? nameless}, ${person.personal.identity?.function ?? ''},
    ${person.personal.identity?.phones[0]?.number ?? null}, ${columns.beside ?? ''},
    ${person.agreed.codeWord !== null}, ${person.belongsTo}, ${person.accountId},
    ${person.emptiedAt}, ${person.version}, ${columns.headHash}, ${columns.subjectId},
    ${columns.state}::text::jsonb, ${columns.personal}, ${personSubject.foldVersion},
    ${person.updatedAt})`;

const updated = (sql: TransactionSql, person: Person, columns: FoldColumns) => sql`
  update holders set ${ofIdentity(sql, person)}
    -- What nothing was said about stays as it is.
    restricted = coalesce(${columns.beside}, restricted),
    personal = coalesce(${columns.personal}, personal),
    code_word_agreed = ${person.agreed.codeWord !== null}, belongs_to = ${person.belongsTo},
    account_id = ${person.accountId}, emptied_at = ${person.emptiedAt},
    version = ${person.version}, head_hash = ${columns.headHash},
    subject_id = ${columns.subjectId}, state = ${columns.state}::text::jsonb,
    fold_version = ${personSubject.foldVersion}, updated_at = ${person.updatedAt}
  where id = ${person.id}`;

/** Of whom no key tells it any more it stays: his loans and alarms are known by it. */
function ofIdentity(sql: TransactionSql, { personal: { identity } }: Person) {
  if (!identity) return sql``;
  return sql`name = ${identity.name}, function = ${identity.function},
    phone = ${identity.phones[0]?.number ?? null},`;
}

/** His places and contacts as the fold says them; none of whoever was emptied. */
function saidAgain(sql: TransactionSql, person: Person) {
  const { id, centreId, municipalityId, emptiedAt, personal } = person;
  // Nothing is known of it: what stands there may be all that there is.
  if (!personal.restricted && emptiedAt === null) return sql`unsaid as (select)`;
  const { contacts = [] } = personal.restricted ?? {};
  // Without a point a place is on no map, and a press knows nothing of it.
  const places = (personal.restricted?.places ?? []).filter(({ latitude }) => latitude !== null);
  const ranked = contacts.map(({ sameAddress, mayBeInvolved, ...contact }, rank) => ({
    ...contact,
    rank,
    same: sameAddress,
    // Whoever is at that address may be there when it happens.
    involved: sameAddress || mayBeInvolved,
  }));
  return sql`places_gone as (
      delete from places where holder_id = ${id}
        and id <> all(${places.map((place) => place.id)}::uuid[])
    ), places_there as (
      insert into places (id, centre_id, municipality_id, holder_id, label, address, floor, latitude,
        longitude)
      select place.id, ${centreId}, ${municipalityId}, ${id}, label, address, floor, latitude, longitude
      from jsonb_to_recordset(${JSON.stringify(places)}::text::jsonb) as place(id uuid, label text,
        address text, floor text, latitude float8, longitude float8)
      on conflict (id) do update set label = excluded.label, address = excluded.address,
        floor = excluded.floor, latitude = excluded.latitude, longitude = excluded.longitude
        where places.holder_id = ${id}
    ), contacts_gone as (
      delete from contacts where holder_id = ${id}
        and id <> all(${contacts.map((contact) => contact.id)}::uuid[])
    ), contacts_there as (
      insert into contacts (id, centre_id, municipality_id, holder_id, name, relation, phone,
        may_be_involved, same_address, rank)
      select contact.id, ${centreId}, ${municipalityId}, ${id}, name, relation, phone, involved, same,
        rank
      from jsonb_to_recordset(${JSON.stringify(ranked)}::text::jsonb) as contact(id uuid, name text,
        relation text, phone text, involved boolean, same boolean, rank int)
      on conflict (id) do update set name = excluded.name, relation = excluded.relation,
        phone = excluded.phone, may_be_involved = excluded.may_be_involved,
        same_address = excluded.same_address, rank = excluded.rank
        where contacts.holder_id = ${id}
    )`;
}

/** For what asks about nothing beside the person. */
export const persons = {
  ...personRows,
  nothingLookedUp: {
    isCustomer: false,
    head: null,
    hasFamily: false,
    account: 'unknown',
  } satisfies PersonTypes['LookedUp'] as PersonTypes['LookedUp'],
};
