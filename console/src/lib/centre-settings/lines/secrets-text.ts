// Which secrets a value names, told by the first letters of their ids: nothing of the secrets themselves.
import { m } from '../../paraglide/messages.js';

export const secretsText = (ids: readonly string[]) =>
  ids.map((id) => m.setting_secret_kept({ mark: id.slice(0, 6) })).join(', ');
