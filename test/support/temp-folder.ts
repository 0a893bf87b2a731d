import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

export interface TempFolder {
  readonly path: string;
  /** The path of `name` in it. */
  at(name: string): string;
  /** Writes a file, and the folders it lies in; gives its path. */
  write(name: string, content: string | Uint8Array): string;
}

/** An empty folder for each test, or one for all tests of a file. */
export function useTempFolder(scope: 'test' | 'file' = 'test'): TempFolder {
  let path = '';
  const [before, after] = scope === 'test' ? [beforeEach, afterEach] : [beforeAll, afterAll];
  before(() => {
    path = mkdtempSync(join(tmpdir(), 'mailtrail-test-'));
  });
  after(() => {
    rmSync(path, { recursive: true, force: true });
  });
  const at = (name: string): string => join(path, name);
  return {
    get path() {
      return path;
    },
    at,
    write(name, content) {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content);
      return at(name);
    },
  };
}
