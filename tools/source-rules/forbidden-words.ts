// What the sources of a place must not say. These are no imports (import-rules.ts), and not left to the
// linters: oxlint knows no rule about syntax and reads no component, and a statement in SQL is text to both.
import ts from 'typescript';
import { scriptOf, type Source } from './sources.ts';

type ForbiddenWords = { rule: string; files: RegExp; except?: RegExp; words: RegExp };

const tests = /\.test\.ts$/;

/** Where the api speaks to somebody outside, or waits for the disk. */
export const doors = [
  'listen-in/media-control',
  'live/feed/bus',
  'map/tile-proxy',
  'map/file/map-files',
  'print/print-(document|program)',
  'notify/mail',
  'outward/ask',
  'outward/post',
  'sealing/(erasures|key-ring)',
  'timers/wake-ups',
];

export const forbiddenWords: readonly ForbiddenWords[] = [
  {
    rule: 'alarm rules, evidence and decoders read no clock and throw no dice',
    files: /^(shared\/src\/(alarm|evidence)|api\/src\/wires\/[^/]+\/decoders)\//,
    except: tests,
    words: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bMath\.random\(|\bsetTimeout\(/,
  },
  {
    rule: 'config.ts is the only reader of the environment',
    files: /^(api|media-server)\/src\//,
    except: /^(api|media-server)\/src\/config\.ts$|^media-server\/src\/testing\/|\.test\.ts$/,
    words: /\bprocess\.env\b/,
  },
  {
    rule: 'an alarm changes only through the handler of commands',
    files: /^(api|load-tests|tools)\//,
    except: /^api\/src\/(alarms\/row\/alarm-row|log\/append)\.ts$|\.test\.ts$|\/test-[a-z-]+\.ts$/,
    words:
      /\b(insert\s+into|update|delete\s+from)\s+(alarms|log\.events)\b|\.(insert|update|delete)\((alarms|alarmEvents)\)/i,
  },
  {
    rule: 'what a centre runs by changes only through the handler of commands',
    files: /^(api|load-tests|tools)\//,
    except: /^api\/src\/(settings\/setting-row|testing\/instance\/test-instance)\.ts$|\.test\.ts$/,
    words:
      /\b(insert\s+into|update|delete\s+from)\s+settings\b|\bupdate\s+centres\b|\.(insert|update|delete)\(settings\)|\.update\(centres\)/i,
  },
  {
    rule: 'a button and its loans are written by its row; its keys, and rows of what is no registered device, where they are made',
    files: /^(api|load-tests|tools)\//,
    except:
      /^api\/src\/(buttons\/(row\/button-row|register\/keys|unknown-button)|alarms\/by-hand\/by-hand|messages\/own-parts|wires\/dc09\/rehearse)\.ts$|^api\/src\/testing\/|^load-tests\/|\.test\.ts$|\/test-[a-z-]+\.ts$/,
    words:
      /\b(insert\s+into|update|delete\s+from)\s+(buttons|loans|lent_buttons)\b|\.(insert|update|delete)\((buttons|loans|lentButtons)\)/i,
  },
  {
    rule: 'only the handler of commands appends to the log',
    files: /^api\/src\//,
    except: /^api\/src\/commands\/handle\.ts$|\.test\.ts$/,
    words: /\bimport\s*\{[^}]*\bappend\b[^}]*\}\s*from\s*'[^']*\/append\.ts'/,
  },
  {
    rule: 'the outside is spoken to through the doors alone, which ask whether a transaction is open',
    files: /^api\/src\//,
    except: new RegExp(
      `^api/src/(${doors.join('|')})\\.ts$|^api/src/(cli|demo|faults|testing)/|\\.test\\.ts$|/test-[a-z-]+\\.ts$`,
    ),
    words:
      /\bfetch\(|\bcreateTransport\(|\brequest(Http|Https)\b|\bnew (Redis|Queue)\b|\bspawn\(|\bfsyncSync\(|\bwriteFile(Sync)?\(/,
  },
  {
    rule: 'what people read is in Dutch time, wherever the machine stands: a day or a time is written with its zone',
    files: /^(shared|api|console)\//,
    except: tests,
    words:
      /\.toLocale(Date|Time)String\(|\bDateTimeFormat\((?![^)]*timeZone)|\.(get|set)(Hours|Minutes|Day|Date|Month|FullYear)\(|\bgetTimezoneOffset\b/,
  },
  {
    rule: 'a transport of a device never gets a consumer: nothing could be sent to it',
    files: /^media-server\/src\/ingest\//,
    except: tests,
    words: /\.consume\(|\.createPipeTransport\(|\.produceData\(|\.consumeData\(/,
  },
  {
    rule: 'a desk only listens: nothing in the console asks for a microphone or sends sound',
    files: /^console\/src\//,
    words: /\bgetUserMedia\b|\bcreateSendTransport\b|\.produce\(/,
  },
];

/** @returns one sentence for each breach. */
export function forbiddenIn(source: Source): string[] {
  return forbiddenWords.flatMap(({ rule, files, except, words }) => {
    if (!files.test(source.path) || except?.test(source.path)) return [];
    // Hardly any file says it at all, and to find all comments of a file takes as long as to parse it.
    if (!words.test(source.text)) return [];
    const found = words.exec(withoutComments(source));
    return found ? [`${source.path}: "${found[0]}" – ${rule}`] : [];
  });
}

/** A comment may speak of what the code must not do. */
function withoutComments(source: Source): string {
  const text = scriptOf(source);
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
