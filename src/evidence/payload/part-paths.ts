import type { EvidenceSource } from '../../model/evidence.ts';

/** Where a source lies in a bag, below `raw/` or `sources/`: `EXCH01/20040218.log`. */
export type SourcePath = string;

const LONGEST = 60;

/** Names that Windows keeps for devices. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A path for each source, made of harmless characters alone: names in logs are hostile. No two are alike, not even without capitals;
 * the rows of `provenance.jsonl` say which file each one is.
 */
export function sourcePaths(sources: readonly EvidenceSource[]): SourcePath[] {
  const taken = new Set<string>();
  return sources.map(({ server, file }) => {
    const folder = safeName(server ?? 'unknown');
    const name = safeName(file.split(/[\\/]/).at(-1) ?? '');
    for (let number = 1; ; number++) {
      const path = `${folder}/${number === 1 ? name : `${name}-${number}`}`;
      if (taken.has(path.toLowerCase())) continue;
      taken.add(path.toLowerCase());
      return path;
    }
  });
}

function safeName(text: string): string {
  const name = text
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[.-]+/, '_')
    .slice(0, LONGEST)
    .replace(/\.+$/, '_');
  if (name === '') return '_';
  return DEVICES.test(name) ? `_${name}` : name;
}
