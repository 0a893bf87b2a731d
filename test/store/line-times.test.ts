import { expect, test } from 'vitest';
import { lastSeen } from '../../src/queries/find-record.ts';
import { createLineTimes, lastLineUntil } from '../../src/store/line-times.ts';
import { createMessageReader } from '../../src/store/read-messages.ts';
import { openStore } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder('file');

test.each(['fixtures/logs', 'fixtures/days', 'fixtures/msgtrk', 'fixtures/msgtrk-2010'])(
  'the last line of each message of %s up to any of its lines is the last that its hops knew then',
  async (logs) => {
    using store = openStore(await fileDb(temp.at(`${logs.replace('/', '-')}.db`), [logs]));
    const { hops } = createMessageReader(store);
    const timesOf = createLineTimes(store);
    const messages = store.db
      .prepare<[], number>(
        `select id from message where first_at is not null and id not in (select message_id from life)`,
      )
      .pluck()
      .all();
    expect(messages.length).toBeGreaterThan(3);
    for (const message of messages)
      for (const at of timesOf(message))
        for (const moment of [at - 1, at, at + 1])
          expect(lastLineUntil(store, moment)(message)).toBe(lastSeen(hops(message, moment)));
  },
);
