// What is wrong with a value that somebody wants to set: of each field what, and where it lies beyond a bound, why that
// is one. One reading of the schema library's complaints for every kind; a sentence is `setting_problem_…`.
import * as z from 'zod';
import { bound, boundAt, boundReason } from './bounds.ts';
import { isFormerKind, settingKinds, settingValues, type SettingKind } from './kinds.ts';

export const problemCode = z.enum([
  'missing',
  'not-a-whole-number',
  'too-low',
  'too-high',
  'too-short',
  'too-long',
  'too-few',
  'too-many',
  'wrong-form',
  'not-one-of',
  'unknown-field',
  'not-after',
  'emergency-number',
  'premium-number',
  'line-twice',
  'number-twice',
  'not-one-line',
  'stands-twice',
  'secret-twice',
  'cannot-be',
]);
export type ProblemCode = z.infer<typeof problemCode>;

export const settingProblem = z.object({
  /** The field, as `limits.0.seconds`; empty where it is the whole. */
  path: z.string(),
  code: problemCode,
  least: z.number().optional(),
  most: z.number().optional(),
  why: bound.shape.whyLeast.optional(),
  /** Another field that it does not go with. */
  other: z.string().optional(),
});
export type SettingProblem = z.infer<typeof settingProblem>;

/** More are of no use to whoever typed it. */
const mostProblems = 50;

/** None where it may be set. */
export function problemsOf(kind: SettingKind, value: unknown): SettingProblem[] {
  if (isFormerKind(kind)) return [{ path: '', code: 'cannot-be' }];
  const schema: z.ZodType = settingKinds[kind].asked ?? settingValues[kind];
  const parsed = schema.safeParse(value);
  return parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => problemsIn(kind, value, issue)).slice(0, mostProblems);
}

type Issue = z.core.$ZodIssue;

function problemsIn(kind: SettingKind, value: unknown, issue: Issue): SettingProblem[] {
  const path = pathOf(issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), code: 'unknown-field' }));
  if (issue.code === 'too_small' || issue.code === 'too_big') return [outside(kind, issue)];
  if (issue.code !== 'custom') return [{ path, code: codeOf(issue, value) }];
  const named = problemCode.safeParse(issue.params?.['problem']);
  const other: unknown = issue.params?.['other'];
  const why = boundReason.safeParse(issue.params?.['why']).data;
  return [
    {
      path,
      code: named.success ? named.data : 'cannot-be',
      ...(typeof other === 'string' && { other }),
      ...(why && { why }),
    },
  ];
}

/** A field's name is as long as somebody made it. */
const longestPath = 200;
const pathOf = (path: readonly PropertyKey[]) => path.map(String).join('.').slice(0, longestPath);

type Outside = Extract<Issue, { code: 'too_small' | 'too_big' }>;

function outside(kind: SettingKind, issue: Outside): SettingProblem {
  const path = pathOf(issue.path);
  const isLow = issue.code === 'too_small';
  const limit = Number(isLow ? issue.minimum : issue.maximum);
  const limits = isLow ? { least: limit } : { most: limit };
  if (issue.origin === 'string') return { path, code: isLow ? 'too-short' : 'too-long', ...limits };
  if (issue.origin === 'array') return { path, code: isLow ? 'too-few' : 'too-many', ...limits };
  const found = boundAt(settingKinds[kind].bounds ?? {}, issue.path);
  return {
    path,
    code: isLow ? 'too-low' : 'too-high',
    ...limits,
    ...(found && { why: isLow ? found.whyLeast : found.whyMost }),
  };
}

function codeOf(issue: Exclude<Issue, { code: 'custom' }>, value: unknown): ProblemCode {
  switch (issue.code) {
    case 'invalid_type':
      if (isMissing(value, issue.path)) return 'missing';
      return issue.expected === 'int' ? 'not-a-whole-number' : 'wrong-form';
    case 'invalid_value':
      return isMissing(value, issue.path) ? 'missing' : 'not-one-of';
    default:
      return 'wrong-form';
  }
}

function isMissing(value: unknown, path: readonly PropertyKey[]): boolean {
  let part = value;
  for (const key of path) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return true;
    part = (part as Record<PropertyKey, unknown>)[key];
  }
  return part === undefined;
}
