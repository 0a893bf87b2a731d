// Makes of the compiled modules one script, dist/bundle.cjs, and beside it what V8 compiled of it: src/mailtrail.cts loads both in a third of
// the time that the modules take. Packages stay outside, and what processes and threads of their own run; but for the thread that reads logs:
// dist/reader.cjs.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const CODE_CACHE = fileURLToPath(new URL('./code-cache.mjs', import.meta.url));

/** Files that a module names are beside it, not beside the bundle. The thread that reads logs is one that src/mailtrail.cts starts. */
const ownUrls = {
  name: 'own-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const file = relative(DIST, path).split(sep).join('/');
      const contents = text
        .replaceAll('import.meta.url', `fileUrl(${JSON.stringify(file)})`)
        .replace(/'\.\/(?:reader|queue)-worker\.js'/, "'../mailtrail.cjs'");
      return { contents };
    });
  },
};

/** `serve` never runs from the bundle. */
const withoutServe = {
  name: 'without-serve',
  setup({ onResolve }) {
    onResolve({ filter: /\/serve-run\.js$/ }, ({ path, resolveDir }) => ({
      path: `./${relative(DIST, join(resolveDir, path)).split(sep).join('/')}`,
      external: true,
    }));
  },
};

const HEAD = `(function (module, require, __dirname) {
const fileUrl = (file) => require('node:url').pathToFileURL(require('node:path').join(__dirname, file)).href;`;

const inAscii = ([char]) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The name is the one by which src/mailtrail.cts looks for it. */
async function bundle(name, entry) {
  const script = join(DIST, `${name}.cjs`);
  const cacheFile = join(
    DIST,
    `${name}-${process.version}-${process.platform}-${process.arch}.cache`,
  );
  const { outputFiles } = await build({
    entryPoints: [join(DIST, entry)],
    outfile: script,
    absWorkingDir: dirname(DIST),
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    // A script that V8 has from a cache cannot import.
    supported: { 'dynamic-import': false },
    plugins: [ownUrls, withoutServe],
    banner: { js: HEAD },
    footer: { js: '})' },
    logLevel: 'warning',
  });
  // A text of ASCII alone is read three times as fast; of regular expressions esbuild escapes nothing.
  writeFileSync(script, outputFiles[0].text.replaceAll(/[^\0-\x7f]/g, inAscii));
  const cache = spawnSync(process.execPath, [CODE_CACHE, name, script, cacheFile], {
    encoding: 'utf8',
  });
  if (cache.status === 0) return;
  process.stderr.write(`${cache.stderr}No code cache for ${script}\n`);
  process.exitCode = 1;
}

// V8 takes a cache for any script of the same length.
for (const name of readdirSync(DIST))
  if (/^(bundle|reader|helper).*\.(cjs|cache)$/.test(name)) rmSync(join(DIST, name));
await bundle('bundle', join('cli', 'command-line.js'));
await bundle('reader', join('ingest', 'reader.js'));
await bundle('helper', join('store', 'queue-helper.js'));
