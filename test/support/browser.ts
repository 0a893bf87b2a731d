import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of the Chromium that `$CHROMIUM` names, or that stands in PATH; null: there is none. */
export function findChromium(): string | null {
  const { CHROMIUM, PATH } = process.env;
  if (CHROMIUM !== undefined && CHROMIUM !== '') return CHROMIUM;
  const folders = (PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return (
    NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync) ?? null
  );
}
