// What is Svelte: components and `*.svelte.ts`. oxlint reads all other TypeScript, by the same rules
// (.oxlintrc.jsonc); svelte-check is the one that knows types here, and ESLint looks for what it does not.
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** A message, or the sentence of a failure. */
const saying =
  ":matches(CallExpression[callee.object.name='m'], CallExpression[callee.name=/rrorText$/])";

export default defineConfig(
  { ignores: ['**/*.ts', '!**/*.svelte.ts', '.svelte-kit/', 'build/', 'src/lib/paraglide/'] },
  js.configs.recommended,
  tseslint.configs.recommended,
  svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      eqeqeq: ['error', 'always'],
      // A leading underscore says "there on purpose": an argument a signature asks for.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // State is replaced whole, never changed in place: a plain Map is the honest type for that.
      'svelte/prefer-svelte-reactivity': 'off',
      // A sentence that is kept stays in the language in which it was made.
      'no-restricted-syntax': [
        'error',
        {
          selector: `AssignmentExpression > ${saying}.right, AssignmentExpression > ConditionalExpression.right > ${saying}`,
          message:
            'Keep what it is said of, or the way to say it (`() => …`), and say it where it is drawn.',
        },
      ],
      // The console always stands at the root of its origin; there is no base path to resolve.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  prettier,
  svelte.configs.prettier,
);
