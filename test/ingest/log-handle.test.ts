import { closeSync, fstatSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createOpener } from '../../src/ingest/log-handle.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();

/** A clock by which each opening takes so long, and how often it was looked at: twice for each file that is opened here. */
function clockOf(took: number) {
  let looks = 0;
  const clock = (): number => {
    looks += 1;
    return looks % 2 === 0 ? took : 0;
  };
  return { clock, looks: () => looks };
}

test.each([
  ['at hand', 0.2, 80],
  ['on a share', 3, 4],
])('files %s are opened and begun alike', async (_name, took, expected) => {
  const file = folder.write('a.log', 'a line\r\nanother');
  const { clock, looks } = clockOf(took);
  const open = createOpener(clock);
  for (let times = 0; times < 40; times++) {
    const { handle, size, head } = await open(file, 6);
    expect([size, String(head), handle.read(Buffer.alloc(100), 8)]).toEqual([15, 'a line', 7]);
    handle.close();
    expect(() => fstatSync(handle.fd)).toThrow('EBADF');
  }
  expect(looks()).toBe(expected);
});

test.each([0.2, 3])(
  'what cannot be opened or read is said, and nothing stays open',
  async (took) => {
    const open = createOpener(clockOf(took).clock);
    const file = folder.write('b.log', 'b');
    const first = await open(file, 10);
    first.handle.close();
    await expect(open(folder.at('none.log'), 10)).rejects.toThrow('ENOENT');
    await expect(open(folder.at('.'), 10)).rejects.toThrow('EISDIR');
    const next = await open(file, 10);
    expect(next.handle.fd).toBe(first.handle.fd);
    closeSync(next.handle.fd);
  },
);
