import { m } from '../../paraglide/messages.js';
import type { Failure } from './sign-in.ts';

export const failureWords = {
  wrong: m.login_wrong,
  'wrong-code': m.login_wrong_code,
  'passkey-required': m.error_passkey_required,
  'factor-missing': m.error_factor_missing,
  'too-many': m.error_429,
  offline: m.error_offline,
  cancelled: m.login_cancelled,
  unknown: m.error_unknown,
} satisfies Record<Failure, () => string>;
