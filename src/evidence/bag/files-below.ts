import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Paths of all files below a folder that we wrote, with `/`, in order of code units. */
export async function filesBelow(folder: string): Promise<string[]> {
  return (await filesIn(folder, '')).toSorted();
}

async function filesIn(folder: string, under: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(folder, ...under.split('/')), { withFileTypes: true })) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesIn(folder, path)));
    else found.push(path);
  }
  return found;
}
