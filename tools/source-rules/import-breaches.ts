// Asks dependency-cruiser which imports break a rule.
//
// It reads a copy of the sources in which a component is its scripts (`Card.svelte` stands there as
// `Card.svelte.ts`). Of a component itself it would see what Svelte's compiler leaves, and that drops every
// import of a type: a circle is one in types too.
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cruise, type IResolveOptions } from 'dependency-cruiser';
import { projectFolder } from '../instance/settings.ts';
import { testSupport, type ImportRule } from './import-rules.ts';
import { programs, scriptOf, type Source } from './sources.ts';

export type Breach = {
  rule: string;
  /** A file, or a folder where the rule is about those. */
  from: string;
  to: string;
  /** The way back to `from`, where the rule is about circles. */
  circle?: string[];
};

/** Beside the project's own node_modules, where packages are found from the copy as from the original. */
const copies = join(projectFolder, '.tools');

export async function importBreaches(
  sources: readonly Source[],
  rules: readonly ImportRule[],
): Promise<Breach[]> {
  mkdirSync(copies, { recursive: true });
  const copy = mkdtempSync(join(copies, 'import-rules-'));
  try {
    for (const source of sources) write(join(copy, nameInCopy(source.path)), scriptOf(source));
    copyPackages(copy);
    // A test uses the whole product, its own part's neighbours too: with them every folder would be in a
    // circle with every other. No program imports a test, so neither needs the other's imports.
    const tests = sources.filter(isTest);
    const products = sources.filter((source) => !isTest(source));
    const aboutFiles = rules.filter(({ scope }) => scope !== 'folder');
    return [...(await ask(copy, products, rules)), ...(await ask(copy, tests, aboutFiles))];
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function isTest({ path }: Source): boolean {
  return testSupport.some((pattern) => new RegExp(pattern).test(path));
}

async function ask(
  copy: string,
  sources: readonly Source[],
  rules: readonly ImportRule[],
): Promise<Breach[]> {
  const { output } = await cruise(
    sources.map(({ path }) => nameInCopy(path)),
    {
      baseDir: copy,
      ruleSet: { forbidden: [...rules] },
      validate: true,
      moduleSystems: ['es6'],
      // Imports of types count.
      tsPreCompilationDeps: true,
      // Folders and their circles are among what it calls metrics.
      metrics: true,
      // Every file is given; whatever else is imported is a package.
      doNotFollow: { path: '.' },
      // What is read by a rule is code.
      exclude: { path: '\\.(json|css)$' },
    },
    resolving,
  );
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text');
  const components = new Set(
    sources.filter(({ path }) => path.endsWith('.svelte')).map(({ path }) => nameInCopy(path)),
  );
  const named = (path: string) => original(path, components);
  return output.summary.violations.map(({ rule, from, to, cycle }) => ({
    rule: rule.name,
    from: named(from),
    to: named(to),
    ...(cycle ? { circle: cycle.map(({ name }) => named(name)) } : {}),
  }));
}

/** As Node and Vite find modules: with the extension, by a package's `exports` and `imports`. */
const resolving: Partial<IResolveOptions> = {
  exportsFields: ['exports'],
  importsFields: ['imports'],
  conditionNames: ['import', 'svelte', 'types', 'node', 'default'],
  extensions: ['.ts', '.js', '.d.ts'],
};

/** `@achterwacht/…` and `#lib/…` lead into the copy, by what each program's package.json says of itself. */
function copyPackages(copy: string): void {
  const scope = join(copy, 'node_modules/@achterwacht');
  mkdirSync(scope, { recursive: true });
  for (const program of programs) {
    symlinkSync(join(copy, program), join(scope, program));
    mkdirSync(join(copy, program), { recursive: true });
    for (const name of ['package.json', 'node_modules']) {
      const own = join(projectFolder, program, name);
      if (existsSync(own)) symlinkSync(own, join(copy, program, name));
    }
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  // Two files of one name would hide one of them.
  writeFileSync(path, text, { flag: 'wx' });
}

function nameInCopy(path: string): string {
  return path.endsWith('.svelte') ? `${path}.ts` : path;
}

/** The name of a file of ours, a package's from node_modules on. */
function original(path: string, components: ReadonlySet<string>): string {
  return components.has(path) ? path.slice(0, -'.ts'.length) : path.replace(/^(\.\.\/)+/, '');
}
