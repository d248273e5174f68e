// Terms that stand in no column of `centres`, because no release before read one there: in SQL, where that table is
// joined. Whoever erases and whoever says what counts ask the same row.
import { settingKinds } from '@achterwacht/shared/setting/kinds.ts';

const { usual } = settingKinds.retention;

export const strayMessageDays = `coalesce((select (state #>> '{value,strayMessageDays}')::int
  from settings where settings.centre_id = centres.id and kind = 'retention'),
  ${usual.strayMessageDays})`;

/** Asked of a function, for an officer is told it too. */
export const unusedSheetDays = `coalesce(unused_sheet_days(centres.id), ${usual.unusedSheetDays})`;
