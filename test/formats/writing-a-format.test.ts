import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FORMAT_NAMES } from '../../src/model/format-names.ts';
import { ROOT } from '../cli/run.ts';

/* docs/writing-a-format.md, held to the code that it speaks of. */

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const page = read('docs/writing-a-format.md');
const code = [...page.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);

it('names files that are there', () => {
  const paths = code.filter((text) =>
    /^[\w.-]+(?:\/[\w.-]+)*\/?\.?\w*\.(?:ts|md|jsonl)$/.test(text),
  );
  expect(paths.length).toBeGreaterThan(30);
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

it('names code that those files export', () => {
  const named = [...page.matchAll(/`(\w+)` in\s+`([^`\n]+\.ts)`/g)];
  expect(named.length).toBeGreaterThan(10);
  for (const [, name = '', path = ''] of named)
    expect(read(path), `${name} in ${path}`).toMatch(
      new RegExp(
        String.raw`export (?:type |interface |const |function |class |\{[^}]*\b)${name}\b`,
      ),
    );
});

it('says what each member of a format gives, and names no other', () => {
  const [, body = ''] =
    /export interface LogFormat \{\n(.*?)\n\}/s.exec(read('src/formats/format.ts')) ?? [];
  const members = [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[(:]/gm)].map(
    ([, name = '']) => name,
  );
  const rows = [...page.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(
    ([, names = '']) => names.match(/\w+/g) ?? [],
  );
  expect(members.length).toBeGreaterThan(7);
  expect(rows.toSorted()).toEqual(members.toSorted());
});

it('speaks of every format that is read', () => {
  for (const name of FORMAT_NAMES) expect(code).toContain(name);
});
