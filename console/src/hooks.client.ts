// Runs before anything else in the browser.
import * as z from 'zod';
import { getLocale } from '#lib/paraglide/runtime.js';

// The schema library would build functions from text to be quicker; the content security policy
// forbids that, and each try would be reported as an attack.
z.config({ jitless: true });
document.documentElement.lang = getLocale();
