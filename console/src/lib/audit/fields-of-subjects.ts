// Every field that may stand behind a change of what this product keeps a history of for running a centre. A further
// field of one of these has no words yet, which the types say.
import type { MemberFact } from '@achterwacht/shared/member/events.ts';
import type { Member } from '@achterwacht/shared/member/state.ts';
import type { MunicipalityFact } from '@achterwacht/shared/municipality/events.ts';
import type { Municipality } from '@achterwacht/shared/municipality/state.ts';
import type { PrivacyRequestFact } from '@achterwacht/shared/privacy-request/events.ts';
import type { PrivacyRequest } from '@achterwacht/shared/privacy-request/state.ts';
import type { ServiceAccountFact } from '@achterwacht/shared/service-account/events.ts';
import type { ServiceAccount } from '@achterwacht/shared/service-account/state.ts';
import type { SettingFact } from '@achterwacht/shared/setting/events.ts';
import type { Setting } from '@achterwacht/shared/setting/state.ts';

type Fact = MemberFact | SettingFact | MunicipalityFact | ServiceAccountFact | PrivacyRequestFact;
type Subject = Member | Setting | Municipality | ServiceAccount | PrivacyRequest;

/** What is no field of its own: kept for the machine, sealed, an id, or shown whole. */
type NotTold =
  | 'version'
  | 'updatedAt'
  | 'deadlines'
  | 'personal'
  | 'revisions'
  | 'passed'
  | 'hash'
  | 'codeHash'
  | 'id'
  | 'centreId'
  | 'tokenId'
  | 'value'
  | 'valueVersion'
  | 'proposed';

type Told<T> = Exclude<keyof T & string, NotTold>;

/** Names of fields, however deep. What says nothing (`{}`) is to the types a thing with any name. */
type FieldsOf<T> = T extends string | number | boolean | null | undefined
  ? never
  : T extends readonly (infer One)[]
    ? FieldsOf<One>
    : string extends keyof T
      ? never
      : { [K in Told<T>]: K | FieldsOf<T[K]> }[Told<T>];

type Each<T> = T extends unknown ? FieldsOf<T> : never;
export type NamedField = Each<Fact['data']> | Each<Subject>;
