// Types and lint of the programs from one reading of their sources: tsc and ESLint's rules that need types
// each build the same program and check it anew, which is most of what either takes.
import { ESLint } from 'eslint';
import { join } from 'node:path';
import ts from 'typescript';

const projectFolder = join(import.meta.dirname, '../..');
const configFile = join(projectFolder, 'tsconfig.json');

const host: ts.ParseConfigFileHost = {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
    throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
  },
};
const config = ts.getParsedCommandLineOfConfigFile(configFile, {}, host);
if (!config) throw new Error(`${configFile} cannot be read`);
const program = ts.createProgram(config.fileNames, config.options);

const eslint = new ESLint({
  cwd: projectFolder,
  // The same rules as eslint.config.js has, on the program that is there already.
  overrideConfig: {
    files: config.fileNames.map((file) => file.slice(projectFolder.length + 1)),
    languageOptions: { parserOptions: { programs: [program] } },
  },
});
const results = await eslint.lintFiles(['.']);
const lint = await (await eslint.loadFormatter('stylish')).format(results);
const types = ts.sortAndDeduplicateDiagnostics([
  ...config.errors,
  ...ts.getPreEmitDiagnostics(program),
]);

process.stdout.write(lint);
process.stdout.write(
  ts.formatDiagnostics(types, {
    getCurrentDirectory: () => projectFolder,
    getCanonicalFileName: (name) => name,
    getNewLine: () => '\n',
  }),
);
const hasProblem = results.some(({ errorCount, warningCount }) => errorCount + warningCount > 0);
process.exitCode = hasProblem || types.length > 0 ? 1 : 0;
