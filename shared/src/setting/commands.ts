// What somebody asks about a setting of his centre.
import * as z from 'zod';
import { linePlace, lineTestResult } from '../police/line-test.ts';
import { settingKind } from './kinds.ts';
import { refusalReason } from './state.ts';

export const settingCommand = z.discriminatedUnion('type', [
  /** `value` is of its kind, or it is refused; `expectedVersion`: of the setting that he read, 0 before it is there. */
  z.object({
    type: z.literal('ProposeSetting'),
    centreId: z.uuid(),
    kind: settingKind,
    value: z.json(),
    expectedVersion: z.int().nonnegative().optional(),
  }),
  /** `expectedVersion`: of the proposal that he read. */
  z.object({ type: z.literal('ApproveSetting'), expectedVersion: z.int().positive() }),
  z.object({
    type: z.literal('WithdrawSetting'),
    expectedVersion: z.int().positive().optional(),
    /** Of somebody who refuses what another proposed. */
    reason: refusalReason.optional(),
  }),
  /** Somebody called an agreed number. `phone`: the one that he called. */
  z.object({
    type: z.literal('RecordLineTest'),
    ...linePlace.shape,
    phone: z.string(),
    result: lineTestResult,
    note: z.string().nullable(),
  }),
]);
export type SettingCommand = z.infer<typeof settingCommand>;
