// Who may know whom, as a table. The picture of the product (programs, pure rules, one door to the
// database) holds only as long as no import goes around it, and nobody sees that in a review.
import { posix } from 'node:path';
import ts from 'typescript';

/** A source file: its path from the project's root, with forward slashes, and its text. */
export type Source = { path: string; text: string };

export type Import = {
  /** A file of the project (`shared/src/roles.ts`), or a package (`zod`, `node:fs`). */
  target: string;
  /** What it takes by name; `*` for everything at once. */
  names: string[];
  isTypeOnly: boolean;
};

type Rule = {
  rule: string;
  /** The files it speaks about. */
  files: RegExp;
  except?: RegExp;
} & (
  | { mayImport: RegExp }
  | { mustNotImport: RegExp; names?: readonly string[]; unlessType?: boolean }
  | { mustNotSay: RegExp }
);

const tests = /\.test\.ts$/;
/** Tests, and what exists for them alone. */
const testSupport =
  /\.test\.ts$|\/test-[a-z-]+\.ts$|^api\/src\/(faults|testing)\/|^media-server\/src\/testing\//;
const pure = /^(shared\/src\/(alarm|evidence)|api\/src\/wires\/[^/]+\/decoders)\//;
const others = (own: string) =>
  new RegExp(`^(?!${own}/)(api|console|load-tests|media-server|tools)/`);

export const rules: readonly Rule[] = [
  {
    rule: 'shared imports only the schema library',
    files: /^shared\//,
    except: tests,
    mayImport: /^(zod|shared\/)/,
  },
  { rule: 'shared knows no program', files: /^shared\//, mustNotImport: others('shared') },
  {
    rule: 'api knows no other program',
    files: /^api\//,
    except: testSupport,
    mustNotImport: others('api'),
  },
  {
    rule: 'tests of the api may press simulated buttons, listen, judge from outside and start servers, nothing more',
    files: /^api\//,
    mustNotImport:
      /^console\/|^media-server\/(?!src\/testing\/test-listener\.ts$)|^load-tests\/(?!src\/(button|outside)\/)/,
  },
  {
    rule: 'media-server knows no other program',
    files: /^media-server\//,
    except: testSupport,
    mustNotImport: others('media-server'),
  },
  {
    rule: 'tests of the media-server may sound like simulated buttons and use ports of their own, nothing more',
    files: /^media-server\//,
    mustNotImport:
      /^(api|console)\/|^load-tests\/(?!src\/button\/)|^tools\/(?!testing\/ports|processes\/)/,
  },
  {
    rule: 'the media-server knows rooms and credentials, no people and no alarm rules',
    files: /^media-server\//,
    mustNotImport: /^shared\/src\/(?!listen-in\.ts$)/,
  },
  {
    rule: 'no program contains what exists for tests',
    files: /^(api|shared|console|media-server)\/src\//,
    except: testSupport,
    mustNotImport: testSupport,
  },
  {
    rule: 'console knows no other program',
    files: /^console\//,
    // Browser stories start the product; that is what the tool is for.
    except: /^console\/(e2e\/|playwright\.config)/,
    mustNotImport: others('console'),
  },
  {
    rule: 'load-tests speak public protocols only',
    files: /^load-tests\//,
    mustNotImport: /^(api|console|media-server)\//,
  },
  {
    rule: 'tools start programs and import none',
    files: /^tools\//,
    mustNotImport: others('tools'),
  },
  {
    rule: 'alarm rules, evidence and decoders do no I/O',
    files: pure,
    except: tests,
    mustNotImport: /^(node:(?!crypto$)|ioredis|postgres|drizzle-orm|fastify|socket\.io|bullmq)/,
  },
  {
    rule: 'alarm rules, evidence and decoders read no clock and throw no dice',
    files: pure,
    except: tests,
    mustNotSay: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bMath\.random\(|\bsetTimeout\(/,
  },
  {
    rule: 'the database is opened by access/ and main.ts alone (and by the commands, each a main of its own)',
    files: /^api\/src\//,
    except:
      /^api\/src\/(access|db|cli|demo|faults|testing)\/|^api\/src\/main\.ts$|\.test\.ts$|\/test-[a-z-]+\.ts$/,
    mustNotImport: /^api\/src\/db\/connect\.ts$|^postgres$/,
    names: ['connect', 'default', '*'],
    unlessType: true,
  },
  {
    rule: 'drizzle is loaded by db/drizzle.ts alone, which does it in a tenth of the time',
    files: /^api\//,
    except: /^api\/src\/db\/drizzle\.ts$/,
    mustNotImport: /^drizzle-orm(\/|$)/,
    unlessType: true,
  },
  {
    rule: 'an alarm changes only through handle-command',
    files: /^(api|load-tests|tools)\//,
    except: /^api\/src\/alarms\/(handle-command|store)\.ts$|\.test\.ts$|^tools\/import-rules/,
    mustNotSay:
      /\b(insert\s+into|update|delete\s+from)\s+(alarms|alarm_events)\b|\.(insert|update|delete)\((alarms|alarmEvents)\)/i,
  },
  {
    rule: 'only handle-command appends to the log',
    files: /^api\/src\//,
    except: /^api\/src\/alarms\/handle-command\.ts$|\.test\.ts$/,
    mustNotImport: /^api\/src\/alarms\/store\.ts$/,
    names: ['append', '*'],
  },
  ...['live', 'listen-in', 'timers', 'outbox'].map((subject, _, subjects) => ({
    rule: `${subject} knows nothing of ${subjects.filter((other) => other !== subject).join(', ')}`,
    files: new RegExp(`^api/src/${subject}/`),
    except: tests,
    mustNotImport: new RegExp(
      `^api/src/(${subjects.filter((other) => other !== subject).join('|')})/`,
    ),
  })),
  {
    rule: 'config.ts is the only reader of the environment',
    files: /^(api|media-server)\/src\//,
    except: /^(api|media-server)\/src\/config\.ts$|^media-server\/src\/testing\/|\.test\.ts$/,
    mustNotSay: /\bprocess\.env\b/,
  },
  {
    rule: 'a transport of a device never gets a consumer: nothing could be sent to it',
    files: /^media-server\/src\/ingest\//,
    except: tests,
    mustNotSay: /\.consume\(|\.createPipeTransport\(|\.produceData\(|\.consumeData\(/,
  },
  {
    rule: 'only lib/map knows Leaflet',
    files: /^console\/src\/(?!lib\/map\/)/,
    mustNotImport: /^leaflet$/,
  },
  {
    rule: 'only lib/live and lib/listen-in hold a socket',
    files: /^console\/src\/(?!lib\/(live|listen-in)\/)/,
    except: tests,
    mustNotImport: /^socket\.io-client$/,
  },
  {
    rule: 'only lib/listen-in knows mediasoup',
    files: /^console\/src\/(?!lib\/listen-in\/)/,
    mustNotImport: /^mediasoup-client/,
  },
  {
    rule: 'a desk only listens: nothing in the console asks for a microphone or sends sound',
    files: /^console\/src\//,
    mustNotSay: /\bgetUserMedia\b|\bcreateSendTransport\b|\.produce\(/,
  },
  {
    rule: 'lib/ui knows no domain',
    files: /^console\/src\/lib\/ui\//,
    mustNotImport: /^console\/src\/lib\/(alarms|map|listen-in|live|desk)\//,
  },
];

/** @returns one sentence for each breach. */
export function breachesIn(source: Source): string[] {
  const concerned = rules.filter(
    ({ files, except }) => files.test(source.path) && !except?.test(source.path),
  );
  if (concerned.length === 0) return [];
  const imports = importsOf(source);
  return concerned.flatMap((rule) => {
    if ('mustNotSay' in rule) {
      // Hardly any file says it at all, and to find all comments of a file takes as long as to parse it.
      if (!rule.mustNotSay.test(source.text)) return [];
      const found = rule.mustNotSay.exec(withoutComments(source));
      return found ? [`${source.path}: "${found[0]}" – ${rule.rule}`] : [];
    }
    return imports
      .filter((one) => isBreach(rule, one))
      .map(({ target }) => `${source.path} imports ${target} – ${rule.rule}`);
  });
}

function isBreach(rule: Exclude<Rule, { mustNotSay: RegExp }>, one: Import): boolean {
  if ('mayImport' in rule) return !rule.mayImport.test(one.target);
  if (!rule.mustNotImport.test(one.target)) return false;
  if (rule.unlessType && one.isTypeOnly) return false;
  return !rule.names || one.names.some((name) => rule.names?.includes(name));
}

export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const one = readImport(node);
    if (one) found.push({ ...one, target: resolveTarget(source.path, one.target) });
    ts.forEachChild(node, visit);
  };
  visit(parse(source));
  return found;
}

function readImport(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const { importClause: clause, moduleSpecifier } = node;
    const bindings = clause?.namedBindings;
    const named = bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
    return {
      target: moduleSpecifier.text,
      names: [
        ...(clause?.name ? ['default'] : []),
        ...(bindings && ts.isNamespaceImport(bindings) ? ['*'] : []),
        ...named.filter((it) => !it.isTypeOnly).map((it) => (it.propertyName ?? it.name).text),
      ],
      isTypeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
    };
  }
  if (
    ts.isExportDeclaration(node) &&
    node.moduleSpecifier &&
    ts.isStringLiteral(node.moduleSpecifier)
  ) {
    return { target: node.moduleSpecifier.text, names: ['*'], isTypeOnly: node.isTypeOnly };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [specifier] = node.arguments;
    if (specifier && ts.isStringLiteral(specifier)) {
      return { target: specifier.text, names: ['*'], isTypeOnly: false };
    }
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const { literal } = node.argument;
    if (ts.isStringLiteral(literal)) return { target: literal.text, names: [], isTypeOnly: true };
  }
  return undefined;
}

/** The path a name stands for; packages keep theirs, without what lies inside them. */
function resolveTarget(from: string, specifier: string): string {
  if (specifier.startsWith('.')) {
    return posix.join(posix.dirname(from), specifier);
  }
  const shared = /^@achterwacht\/shared\/(messages\/)?(.+)$/.exec(specifier);
  if (shared) return `shared/${shared[1] ? 'messages/' : 'src/'}${shared[2]}`;
  const program = /^@achterwacht\/([^/]+)/.exec(specifier);
  if (program) return `${program[1]}/`;
  if (specifier.startsWith('#lib/')) return `console/src/lib/${specifier.slice('#lib/'.length)}`;
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function parse({ path, text }: Source): ts.SourceFile {
  return ts.createSourceFile(path, scriptOf(path, text), ts.ScriptTarget.Latest);
}

function scriptOf(path: string, text: string): string {
  if (!path.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)]
    .map(([, code]) => code)
    .join('\n');
}

/** A comment may speak of what the code must not do. */
function withoutComments(source: Source): string {
  const text = scriptOf(source.path, source.text);
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    false,
    ts.LanguageVariant.Standard,
    text,
  );
  let kept = '';
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const isComment =
      kind === ts.SyntaxKind.SingleLineCommentTrivia ||
      kind === ts.SyntaxKind.MultiLineCommentTrivia;
    kept += isComment ? ' ' : scanner.getTokenText();
  }
  return kept;
}
