// Erases what was kept for as long as it may be: a job a class, one process at a time.
import { retentionClass, type RetentionClassName } from '@achterwacht/shared/routes/system.ts';
import type { Eraser, ErasingParts } from './eraser.ts';
import { unusedSecretsJob } from './unused-secrets.ts';

export function openRetention(parts: ErasingParts, erasers: Record<RetentionClassName, Eraser>) {
  const ofClasses = retentionClass.options.map((name) => erasers[name](name, parts));
  return { jobs: [...ofClasses, unusedSecretsJob(parts)] };
}
