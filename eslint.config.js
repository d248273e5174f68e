// One configuration for every workspace. Rules that need types run on the programs; in the console,
// svelte-check is the one that knows types, and ESLint looks for what it does not.
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const programs = [
  'shared/**/*.ts',
  'api/**/*.ts',
  'load-tests/**/*.ts',
  'media-server/**/*.ts',
  'tools/**/*.ts',
];

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      '**/.svelte-kit/',
      '**/build/',
      '**/paraglide/',
      '**/test-results/',
      '**/playwright-report/',
      'coverage/',
      'data/',
      '.tools/',
    ],
  },
  js.configs.recommended,
  tseslint.configs.recommended,
  svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      eqeqeq: ['error', 'always'],
      'no-console': 'off',
      // A leading underscore says "there on purpose": an argument a signature asks for.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: programs,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // A forgotten await is an acknowledged press that was never written.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // There are next to no classes here: records of functions close over what they need.
      '@typescript-eslint/unbound-method': 'off',
      // An interface asks for a promise; whether this implementation waits is its own affair.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['console/**/*.{ts,svelte,js}'],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      // State is replaced whole, never changed in place: a plain Map is the honest type for that.
      'svelte/prefer-svelte-reactivity': 'off',
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
