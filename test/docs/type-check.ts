import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { BlockModule } from './block-modules.ts';

const repository = join(import.meta.dirname, '..', '..');

/** One program over all modules, with the compiler's options of this repository; `others` are files on disk. */
export function compile(modules: readonly BlockModule[], others: readonly string[] = []): ts.Program {
  const { options, errors } = ts.getParsedCommandLineOfConfigFile(
    join(repository, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      // The files are given below.
      readDirectory: () => [],
      onUnRecoverableConfigFileDiagnostic: () => {},
    },
  ) ?? { options: {}, errors: [] };
  const wrong = errors.filter(({ code }) => code !== NO_INPUTS);
  if (wrong.length > 0) throw new Error(wrong.map(({ messageText }) => text(messageText)).join('\n'));
  // What is not the block's: the types of packages, and declarations that nobody emits.
  const settings = { ...options, declaration: false, isolatedDeclarations: false, noEmit: true, skipLibCheck: true };
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const host = ts.createCompilerHost(settings, true);
  const { directoryExists, fileExists, getSourceFile, readFile } = host;
  const folders = new Set(modules.map(({ path }) => dirname(path)));
  host.directoryExists = (name) => folders.has(name) || directoryExists?.(name) === true;
  host.fileExists = (name) => byPath.has(name) || fileExists(name);
  host.readFile = (name) => byPath.get(name)?.text ?? readFile(name);
  host.getSourceFile = (name, how, ...rest) => {
    const module = byPath.get(name);
    return module === undefined
      ? getSourceFile(name, how, ...rest)
      : ts.createSourceFile(name, module.text, how, true, ts.ScriptKind.TS);
  };
  return ts.createProgram([...byPath.keys(), ...others], settings, host);
}

/** What is wrong with the types of the modules, in which line of which document. */
export function typeErrors(program: ts.Program, modules: readonly BlockModule[]): string[] {
  return modules.flatMap((module) => {
    const file = program.getSourceFile(module.path);
    if (file === undefined) throw new Error(`The compiler did not read ${module.path}`);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((diagnostic) => {
      const line = file.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line + 1;
      return `${module.block.document}:${line} ${text(diagnostic.messageText)} (TS${diagnostic.code})`;
    });
  });
}

/** "No inputs were found in config file". */
const NO_INPUTS = 18_003;

function text(message: string | ts.DiagnosticMessageChain): string {
  return ts.flattenDiagnosticMessageText(message, '\n');
}
