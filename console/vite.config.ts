import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

/** Where a developer's own api listens; in use, the front door brings both under one origin. */
const api = `http://127.0.0.1:${process.env.ACHTERWACHT_API_PORT ?? '8081'}`;

export default defineConfig({
  plugins: [
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/lib/paraglide',
      // The screen says which (lib/read-language.svelte.ts).
      strategy: ['baseLocale'],
    }),
    sveltekit({
      // Whoever starts the console says where a build goes. One made by hand empties its folder first, so that
      // must not be the one in which the others lie.
      adapter: adapter({
        precompress: true,
        out: process.env.ACHTERWACHT_CONSOLE_BUILD ?? 'build/by-hand',
      }),
      // Scripts only from ourselves or with the nonce of this answer. No inline style either: styles
      // that depend on values are set through the CSSOM (`style:` directives), which CSP allows.
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          // The framework's own hidden announcer of page changes has one fixed style attribute.
          'style-src-attr': [
            'unsafe-hashes',
            'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=',
          ],
          'img-src': ['self', 'data:'],
          'connect-src': ['self'],
          'font-src': ['self'],
          // What is listened back to is put together in the page.
          'media-src': ['self', 'blob:'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [
                // What every page needs, as one file: each small one costs a telephone a request and its headers.
                {
                  name: 'every-page',
                  test: /node_modules\/(svelte|esm-env|clsx)\/|paraglide\/runtime|lib\/(settings|read-language)|src\/which-language/,
                  minShareCount: 30,
                },
                // A line each, for nearly every page: as files of their own they are headers more than anything else.
                {
                  name: 'words',
                  test: /paraglide\/registry|lib\/(time\/format|unbroken|phone-text)|src\/holder-text/,
                  minShareCount: 2,
                },
              ],
            },
          },
        },
      },
    },
  },
  server: {
    proxy: { '/api': api, '/socket.io': { target: api, ws: true } },
  },
});
