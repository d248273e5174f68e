// What somebody is changing of one setting: what he typed, what that means, what is wrong with it and what it changes. It
// stays as he typed it whatever the server says, until it is saved or taken back by himself.
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import type { SettingView } from '@achterwacht/shared/routes/settings.ts';
import { settingKinds, type SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import { secretsNamedIn } from '@achterwacht/shared/setting/named-secrets.ts';
import {
  problemsOf,
  settingProblem,
  type SettingProblem,
} from '@achterwacht/shared/setting/problems.ts';
import { SvelteSet } from 'svelte/reactivity';
import * as z from 'zod';
import { ApiError, call } from '../../api.ts';
import { differencesOf } from '../lines/lines.ts';
import type { ShownKind } from '../words/kind-words.ts';
import { fieldsOf, numberKinds, type NumberKind } from '../words/number-fields.ts';
import { problemText } from '../words/problem-text.ts';
import { typedOf, valueOf, type TypedOf } from './typed.ts';

export class SettingDraft<K extends ShownKind = ShownKind> {
  readonly kind: K;
  /** On what he began. */
  #base = $state.raw<SettingView>() as SettingView; // set by the constructor
  /** What a colleague made of it meanwhile. */
  #meanwhile = $state.raw<SettingView | null>(null);
  #refused = $state.raw<SettingProblem[]>([]);
  #isTried = $state(false);
  readonly #left = new SvelteSet<string>();
  typed = $state() as TypedOf[K]; // set by the constructor
  /** Typed secrets by the ids that the value names; gone with the page. */
  secrets = $state<Record<string, string>>({});

  readonly value: unknown = $derived.by(() => valueOf(this.kind, this.typed));
  readonly differences = $derived.by(() => differencesOf(this.kind, this.#base.value, this.value));
  readonly isChanged = $derived(textOf(this.value) !== textOf(this.#base.value));
  readonly #problems: SettingProblem[] = $derived.by(() => [
    ...problemsOf(this.kind, this.value),
    ...this.#missingSecrets(),
    ...this.#refused,
  ]);

  constructor(kind: K, view: SettingView) {
    this.kind = kind;
    this.#base = view;
    this.typed = this.#typedOf(view);
  }

  get base() {
    return this.#base;
  }
  get meanwhile() {
    return this.#meanwhile;
  }
  get isWrong() {
    return this.#problems.length > 0;
  }

  /** What is wrong with a field, once he has left it or tried to save. */
  errorAt(path: string): string | null {
    if (!this.#isTried && !this.#left.has(path)) return null;
    const found = this.#problems.find((problem) => problem.path === path);
    if (!found) return null;
    const field = isNumberKind(this.kind)
      ? fieldsOf(this.kind).find((one) => one.path === path)
      : undefined;
    // What is wrong with a field in which nothing stands is that nothing stands there.
    const said = valueAt(this.value, path) === '' ? ({ path, code: 'missing' } as const) : found;
    return problemText(said, field?.unit);
  }

  /** What is wrong with no field in particular. */
  get wholeError(): string | null {
    const found = this.#isTried && this.#problems.find(({ path }) => path === '');
    return found ? problemText(found) : null;
  }

  leave(path: string): void {
    this.#left.add(path);
    this.#refused = this.#refused.filter((problem) => problem.path !== path);
  }

  /** @returns whether it can be asked. */
  try(): boolean {
    this.#refused = [];
    this.#isTried = true;
    return !this.isWrong;
  }

  /** A new secret under an id of its own. */
  give(secret: string, before?: string): string {
    const id = before && Object.hasOwn(this.secrets, before) ? before : crypto.randomUUID();
    this.secrets[id] = secret;
    return id;
  }

  propose(signal: AbortSignal): Promise<SettingView> {
    return call('settingPropose', {
      params: { kind: this.kind },
      body: {
        value: this.value,
        expectedVersion: this.#base.version,
        secrets: $state.snapshot(this.secrets),
      },
      signal,
    });
  }

  /** What the server said of single fields; @returns whether it said any. */
  refuse(cause: unknown): boolean {
    if (!(cause instanceof ApiError) || cause.code !== 'instelling-ongeldig') return false;
    const found = z.object({ problems: z.array(settingProblem) }).safeParse(cause.details);
    this.#refused = found.data?.problems ?? [];
    return this.#refused.length > 0;
  }

  /** Somebody else changed it: both stand before whoever was typing. */
  meet(view: SettingView): void {
    if (view.version !== this.#base.version) this.#meanwhile = view;
  }

  /** What was typed is meant on top of what stands there by now. */
  keepMine(): void {
    if (this.#meanwhile) this.#base = this.#meanwhile;
    this.#meanwhile = null;
  }

  /** As it stands there by now; what was typed is given up. */
  begin(view: SettingView): void {
    this.#base = view;
    this.#meanwhile = null;
    this.#refused = [];
    this.#isTried = false;
    this.#left.clear();
    this.typed = this.#typedOf(view);
    this.secrets = {};
  }

  #typedOf(view: SettingView): TypedOf[K] {
    const value = view.value ?? settingKinds[this.kind].usual;
    return typedOf(this.kind, value as SettingValue<K> | null); // the view is of this kind
  }

  /** One that was given for another address is asked for anew, as the server does. */
  #missingSecrets(): SettingProblem[] {
    const known = secretsNamedIn(this.kind, this.#base.value);
    const named =
      problemsOf(this.kind, this.value).length === 0 ? secretsNamedIn(this.kind, this.value) : [];
    const isMissing = named.some(
      ({ id, to }) => !this.secrets[id] && !known.some((one) => one.id === id && one.to === to),
    );
    return isMissing ? [{ path: 'secretIds', code: 'missing' }] : [];
  }
}

const isNumberKind = (kind: ShownKind): kind is NumberKind =>
  (numberKinds as readonly string[]).includes(kind);

/** @param path Of fields and places, as a problem names them. */
function valueAt(value: unknown, path: string): unknown {
  let found = value;
  for (const part of path.split('.'))
    found = (found as Record<string, unknown> | null | undefined)?.[part];
  return found;
}

/** What was left open is not there, whichever way it is not. */
const textOf = (value: unknown) => canonical(JSON.parse(JSON.stringify(value ?? null)));
