// The whole minute.
import { inAMinute } from './two-hundred.ts';

inAMinute(200, 300);
