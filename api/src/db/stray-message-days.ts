// A term that stands in no column of `centres`, because no release before read one there: in SQL, where that table is
// joined. Whoever erases and whoever says what counts ask the same row.
import { settingKinds } from '@achterwacht/shared/setting/kinds.ts';

export const strayMessageDays = `coalesce((select (state #>> '{value,strayMessageDays}')::int
  from settings where settings.centre_id = centres.id and kind = 'retention'),
  ${settingKinds.retention.usual.strayMessageDays})`;
