// The shipping form of the server: one native executable with SQLite's library beside it.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { artifacts, Failure, requireDotnet, run, seconds, size, which, windows } from './run.mjs';

export const nativeFolder = join(artifacts, 'plumb');
export const executable = join(nativeFolder, windows ? 'plumb.exe' : 'plumb');

/** Third-party assemblies that warn about trimming or AOT and have been run natively under test. */
const knownToWarn = new Set([
  'Microsoft.SemanticKernel.Abstractions',
  'Microsoft.SemanticKernel.Core',
  'Microsoft.SemanticKernel.Connectors.OpenAI',
  'Microsoft.VisualStudio.Threading',
  'Microsoft.VisualStudio.Validation',
  'MessagePack',
  'Nerdbank.MessagePack',
  'Nerdbank.Streams',
  'Newtonsoft.Json',
  'OpenAI',
  'PolyType',
  'StreamJsonRpc',
  'System.ClientModel',
  'YamlDotNet',
]);

/** The .NET name of this platform, e.g. linux-x64. */
export function runtimeId() {
  const system = { linux: 'linux', darwin: 'osx', win32: 'win' }[process.platform];
  const processor = { x64: 'x64', arm64: 'arm64' }[process.arch];
  if (system === undefined || processor === undefined) {
    throw new Failure(`there is no native build for ${process.platform} on ${process.arch}.`);
  }
  return `${system}-${processor}`;
}

/** Publishes the server into artifacts/plumb and says how. */
export async function buildNative({ log = console.log } = {}) {
  requireDotnet();
  const started = performance.now();
  const native = hasLinker();
  if (!native) {
    log(
      'No C linker (clang or gcc) is installed: building the ReadyToRun form, which starts slower. ' +
        'Install clang, then run `npm run build` again for the native one.',
    );
  }

  const staging = join(artifacts, 'publish');
  rmSync(staging, { recursive: true, force: true });
  const form = native
    ? []
    : ['-p:PublishAot=false', '-p:PublishReadyToRun=true', '-p:SelfContained=true', '-p:PublishSingleFile=false'];
  const { output } = await run(
    'dotnet',
    ['publish', 'server/Plumb.Cli', '-c', 'Release', '-r', runtimeId(), '-o', staging, '-v', 'minimal', ...form],
    { quiet: true },
  );
  refuseNewWarnings(output);
  install(staging);
  log(
    `artifacts/plumb/plumb: ${native ? 'native' : 'ReadyToRun'}, ${size(statSync(executable).size)}, ${seconds(started)}`,
  );
  return { native };
}

/** Builds only when there is no executable yet. */
export async function ensureNative(options) {
  if (!existsSync(executable)) {
    await buildNative(options);
  }
}

function hasLinker() {
  return windows || which('clang') !== undefined || which('gcc') !== undefined;
}

/** The trimmer folds a package's warnings into one per assembly; a name that is not on the list fails the build. */
function refuseNewWarnings(output) {
  const warned = [...output.matchAll(/warning IL(?:2104|3053): Assembly '([^']+)'/gu)].map((match) => match[1]);
  const unknown = [...new Set(warned)].filter((assembly) => !knownToWarn.has(assembly));
  const own = [...new Set(output.match(/^.*warning IL\d{4}: (?!Assembly ).*$/gmu) ?? [])];
  if (unknown.length > 0 || own.length > 0) {
    throw new Failure(`the native build warns about trimming or AOT: ${[...unknown, ...own].join('; ')}`);
  }
}

/** Replaces artifacts/plumb. Running servers keep the files that they have open. */
function install(staging) {
  const symbols = join(artifacts, 'symbols');
  rmSync(symbols, { recursive: true, force: true });
  mkdirSync(symbols, { recursive: true });
  for (const name of readdirSync(staging)) {
    if (/\.(dbg|pdb|dSYM|xml)$/u.test(name)) {
      renameSync(join(staging, name), join(symbols, name));
    }
  }
  rmSync(nativeFolder, { recursive: true, force: true });
  cpSync(staging, nativeFolder, { recursive: true });
  rmSync(staging, { recursive: true, force: true });
  chmodSync(executable, 0o755);
  writeFileSync(join(artifacts, '.gitignore'), '*\n');
}
