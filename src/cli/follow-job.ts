import type { IngestOptions } from './commands/ingest.ts';

/** What the process that follows logs is told, once, as its first message. */
export interface FollowJob {
  readonly paths: readonly string[];
  readonly options: IngestOptions;
}

/** What it tells. */
export type FollowNews =
  /** The paths are there and the database is ours to write to: the first pass begins. */
  | { readonly kind: 'begun' }
  /** So many events were stored by the first pass so far. */
  | { readonly kind: 'reading'; readonly events: number }
  /** The first pass, or a look that found something new, is stored. */
  | { readonly kind: 'read'; readonly lines: number }
  /** What ended it, in words for people. */
  | { readonly kind: 'failed'; readonly why: string };
