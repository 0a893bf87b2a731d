import { follow } from '../../src/ingest/follow.ts';
import type { FollowOptions } from '../../src/ingest/follow.ts';
import type { IngestSink } from '../../src/ingest/sink.ts';
import type { FileReport, IngestReport } from '../../src/model/ingest-report.ts';
import type { Connection } from '../../src/store/open.ts';
import { createWriter } from '../../src/store/writer.ts';
import { ingestOptions } from './ingest.ts';

/** What following told: reports of rounds, troubles, and the sum of all. */
export interface Followed {
  readonly rounds: readonly IngestReport[];
  readonly troubles: readonly FileReport[];
  readonly total: IngestReport;
  /** Seconds at which the sink was told to learn anew. */
  readonly finishedAt: readonly number[];
}

/** Follows paths while nobody sleeps: before each further round one of `steps` is done, after the last one it is stopped. */
export async function followInto(
  db: Connection,
  paths: readonly string[],
  steps: readonly (() => unknown)[],
  changes: Partial<FollowOptions> = {},
): Promise<Followed> {
  const abort = new AbortController();
  const left = [...steps];
  const rounds: IngestReport[] = [];
  const troubles: FileReport[] = [];
  const finishedAt: number[] = [];
  let seconds = 0;
  const writer = createWriter(db, 'test.db');
  const sink: IngestSink = {
    ...writer,
    finish() {
      finishedAt.push(seconds);
      writer.finish();
    },
  };
  const total = await follow(paths, sink, {
    ...ingestOptions({ signal: abort.signal, now: () => seconds }),
    intervalMs: 5000,
    async sleep(ms) {
      seconds += ms / 1000;
      const step = left.shift();
      if (step === undefined) abort.abort();
      else await step();
    },
    onRound: (report) => rounds.push(report),
    onTrouble: (more) => troubles.push(...more),
    ...changes,
  });
  return { rounds, troubles, total, finishedAt };
}
