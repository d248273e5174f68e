// Runs before anything else in the browser.
import * as z from 'zod';
import { readLanguage } from '#lib/read-language.svelte.ts';

// The schema library would build functions from text to be quicker; the content security policy
// forbids that, and each try would be reported as an attack.
z.config({ jitless: true });
readLanguage.start();
