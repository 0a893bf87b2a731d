import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

/**
 * Compiles src/kernel to WebAssembly and puts it into src/formats/kernel-code.ts, which is kept with the sources: so nothing
 * needs the compiler but this. With `--check` it writes nothing and fails where that file is not what the source gives.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCE = 'src/kernel/index.ts';
const TARGET = fileURLToPath(new URL('../src/formats/kernel-code.ts', import.meta.url));
// Pages of 64 KiB, as src/formats/kernel.ts makes the memory.
const OPTIONS =
  '-O3 --noAssert --runtime stub --enable simd --enable threads --importMemory --sharedMemory ' +
  '--initialMemory 2 --maximumMemory 16384 --outFile kernel.wasm';

async function compile(): Promise<Uint8Array> {
  let code: Uint8Array | null = null;
  const told: string[] = [];
  const { error } = await main([SOURCE, '--baseDir', ROOT, ...OPTIONS.split(' ')], {
    writeFile: (_name, contents) => {
      code = Buffer.from(contents);
    },
    stderr: { write: (text) => told.push(text.toString()) > 0 },
  });
  if (error !== null || code === null)
    throw new Error(`${SOURCE} does not compile\n${told.join('')}`);
  return code;
}

function moduleOf(code: Uint8Array): string {
  const text = Buffer.from(code).toString('base64');
  const lines = text.match(/.{1,96}/g) ?? [];
  return [
    `/** What \`npm run kernel\` made of ${SOURCE}: WebAssembly in base64. */`,
    'export const KERNEL_CODE =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}

const made = moduleOf(await compile());
if (!process.argv.includes('--check')) writeFileSync(TARGET, made);
else if (readFileSync(TARGET, 'utf8').replaceAll('\r\n', '\n') !== made) {
  console.error(`stale: ${relative(ROOT, TARGET)}\n  run npm run kernel`);
  process.exitCode = 1;
}
