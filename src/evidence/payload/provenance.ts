import { CATALOGUE_VERSION } from '../../catalogue/index.ts';
import type { EvidenceCase, EvidenceLine } from '../../model/evidence.ts';
import { groupBy } from '../../model/group-by.ts';
import { digestOf } from '../digest.ts';

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

/** The files below `raw/`, in order of path. `paths` are those of the sources. */
export function rawParts(given: EvidenceCase, paths: readonly string[]): RawPart[] {
  return linesByPart(given, paths).flatMap(({ path, lines }) => {
    const bytes = lines.flatMap((line) => (line.bytes === null ? [] : [line.bytes]));
    return bytes.length === 0 ? [] : [{ path, lines: bytes }];
  });
}

/** A row for each line, also where it tells of several events (they differ in recipient), in order of its place below `raw/`, made as they are taken; lines without bytes come last. */
export function* provenanceRows(
  given: EvidenceCase,
  paths: readonly string[],
): Generator<ProvenanceRow> {
  const without: EvidenceLine[] = [];
  for (const { path, lines } of linesByPart(given, paths)) {
    let at = 0;
    for (const line of lines) {
      const { bytes } = line;
      if (bytes === null) without.push(line);
      else {
        yield rowOf(given, line, { path, at, bytes });
        at += bytes.length;
      }
    }
  }
  for (const line of without) yield rowOf(given, line, null);
}

function linesByPart(
  { lines }: EvidenceCase,
  paths: readonly string[],
): { path: string; lines: readonly EvidenceLine[] }[] {
  return [...groupBy(lines, ({ source }) => source)]
    .map(([source, own]) => ({ path: `data/raw/${paths[source] ?? ''}.part`, lines: own }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

interface RawPlace {
  readonly path: string;
  readonly at: number;
  readonly bytes: Uint8Array;
}

function rowOf(given: EvidenceCase, one: EvidenceLine, place: RawPlace | null): ProvenanceRow {
  const source = given.sources[one.source];
  if (source === undefined) throw new Error(`no source ${one.source}`);
  const { kind, line, offset, length, from } = one;
  return {
    kind,
    file: source.file,
    server: source.server,
    line,
    offset,
    length,
    lineSha256: place === null ? null : digestOf('sha256', place.bytes),
    sourceSha256: source.sha256,
    sourceSize: source.sizeBytes,
    encoding: source.encoding,
    from,
    raw: place?.path ?? null,
    rawOffset: place?.at ?? null,
    rawLength: place?.bytes.length ?? null,
    ...eventOf(one),
    catalogue: CATALOGUE_VERSION,
  };
}

/** All events of a line have its number and its event id. */
function eventOf({ events }: EvidenceLine): Pick<ProvenanceRow, 'event' | 'eventId'> {
  const [first] = events;
  return first === undefined
    ? { event: null, eventId: null }
    : { event: first.key, eventId: first.id };
}
