import { createHash } from 'node:crypto';
import { CATALOGUE_VERSION } from '../../catalogue/index.ts';
import type { EvidenceCase, EvidenceLine } from '../../model/evidence.ts';
import { groupBy } from '../../model/group-by.ts';

/** A row of `provenance.jsonl` (docs/evidence-format.md). */
export interface ProvenanceRow {
  readonly kind: 'directive' | 'event';
  readonly file: string;
  readonly server: string | null;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  readonly lineSha256: string | null;
  readonly sourceSha256: string;
  readonly sourceSize: number;
  readonly encoding: string;
  readonly from: EvidenceLine['from'];
  readonly raw: string | null;
  readonly rawOffset: number | null;
  readonly rawLength: number | null;
  readonly event: string | null;
  readonly eventId: number | null;
  readonly catalogue: number;
}

/** A file below `raw/`: lines of one source, one after the other. */
export interface RawPart {
  /** In the bag, from its top. */
  readonly path: string;
  readonly lines: readonly Uint8Array[];
}

export interface Provenance {
  readonly rows: readonly ProvenanceRow[];
  readonly parts: readonly RawPart[];
}

/** Rows and parts in order of path; lines without bytes come last. `paths` are those of the sources. */
export function provenanceOf(given: EvidenceCase, paths: readonly string[]): Provenance {
  const rows: ProvenanceRow[] = [];
  const without: ProvenanceRow[] = [];
  const parts: RawPart[] = [];
  const bySource = [...groupBy(given.lines, ({ source }) => source)]
    .map(([source, lines]) => ({ path: `data/raw/${paths[source] ?? ''}.part`, lines }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, lines } of bySource) {
    const taken: Uint8Array[] = [];
    let at = 0;
    for (const line of lines) {
      const { bytes } = line;
      if (bytes === null) without.push(rowOf(given, line, null));
      else {
        rows.push(rowOf(given, line, { path, at, bytes }));
        taken.push(bytes);
        at += bytes.length;
      }
    }
    if (taken.length > 0) parts.push({ path, lines: taken });
  }
  return { rows: [...rows, ...without], parts };
}

interface RawPlace {
  readonly path: string;
  readonly at: number;
  readonly bytes: Uint8Array;
}

function rowOf(given: EvidenceCase, one: EvidenceLine, place: RawPlace | null): ProvenanceRow {
  const source = given.sources[one.source];
  if (source === undefined) throw new Error(`no source ${one.source}`);
  const { kind, line, offset, length, from, event } = one;
  return {
    kind,
    file: source.file,
    server: source.server,
    line,
    offset,
    length,
    lineSha256: place === null ? null : lineSha256(place.bytes),
    sourceSha256: source.sha256,
    sourceSize: source.sizeBytes,
    encoding: source.encoding,
    from,
    raw: place?.path ?? null,
    rawOffset: place?.at ?? null,
    rawLength: place?.bytes.length ?? null,
    event: event === null ? null : String(event.code),
    eventId: event?.id ?? null,
    catalogue: CATALOGUE_VERSION,
  };
}

export function lineSha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
