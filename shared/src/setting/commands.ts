// What somebody asks about a setting of his centre.
import * as z from 'zod';
import { settingKind } from './state.ts';

export const settingCommand = z.discriminatedUnion('type', [
  /** `value` is of its kind, or it is refused. */
  z.object({
    type: z.literal('ProposeSetting'),
    centreId: z.uuid(),
    kind: settingKind,
    value: z.json(),
  }),
  /** `expectedVersion`: of the proposal that he read. */
  z.object({ type: z.literal('ApproveSetting'), expectedVersion: z.int().positive() }),
  z.object({ type: z.literal('WithdrawSetting') }),
]);
export type SettingCommand = z.infer<typeof settingCommand>;
