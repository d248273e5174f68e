// Runs before anything else in the browser.
import type { config } from 'zod';
import { readLanguage } from '#lib/read-language.svelte.ts';

// The schema library would build functions from text to be quicker; the content security policy forbids that, and each try
// would be reported as an attack. It reads this when it is loaded, which a page without schemas never does.
const page: typeof globalThis & { __zod_globalConfig?: Parameters<typeof config>[0] } = globalThis;
page.__zod_globalConfig = { jitless: true };
readLanguage.start();
