import { describe, expect, it } from 'vitest';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import type { Fields2003 } from '../support/log-2003.ts';
import { dayOf, stuckOf } from '../support/queues.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder('file');
const RECIPIENTS = 5000;

/** Lines of one message for many: each of `events` at a time, for addresses that `name` makes of a number. */
function lines(
  events: readonly (readonly [time: string, event: number])[],
  name: (number: number) => string,
): Partial<Fields2003>[] {
  return events.flatMap(([time, event]) =>
    Array.from({ length: RECIPIENTS }, (_, number) => ({
      time: `${time} GMT`,
      event,
      id: 'circular@corp.example',
      recipient: name(number),
      recipients: RECIPIENTS,
    })),
  );
}

const smtp = (number: number): string => `person${number}@corp.example`;
const directory = (number: number): string => `EX:/O=CORP/OU=MAIN/CN=RECIPIENTS/CN=P${number}X`;
const last = { time: '12:0:0 GMT', event: 1028, id: 'other@corp.example' };

async function load(name: string, log: readonly Partial<Fields2003>[]): Promise<string> {
  const path = folder.write(`${name}/EXCH01.log/20040218.log`, log2003([...log, last]));
  return fileDb(folder.at(`${name}.db`), [path]);
}

/** Far more than it takes, far less than if each were compared with each. */
function expectSoon(work: () => void): void {
  const started = performance.now();
  work();
  expect(performance.now() - started).toBeLessThan(4000);
}

describe('a message for thousands', () => {
  it.each([
    [
      'all stuck',
      lines(
        [
          ['9:0:0', 1019],
          ['9:0:1', 1034],
        ],
        smtp,
      ),
      RECIPIENTS,
      0,
    ],
    [
      'all gone after an hour',
      lines(
        [
          ['9:0:0', 1019],
          ['9:0:1', 1034],
          ['10:0:0', 1028],
        ],
        smtp,
      ),
      0,
      RECIPIENTS,
    ],
    [
      'under addresses of the directory first',
      [
        ...lines(
          [
            ['9:0:0', 1027],
            ['9:0:1', 1024],
          ],
          directory,
        ),
        ...lines(
          [
            ['9:0:2', 1033],
            ['9:0:2', 1036],
          ],
          smtp,
        ),
      ],
      RECIPIENTS,
      0,
    ],
    [
      'tried again and again',
      lines(
        [
          ['9:0:0', 1019],
          ['9:30:0', 1020],
          ['9:30:9', 1034],
          ['10:30:0', 1020],
        ],
        smtp,
      ),
      RECIPIENTS,
      0,
    ],
    [
      'a list and its members, stuck before and after',
      [
        {
          time: '9:0:0 GMT',
          event: 1019,
          id: 'circular@corp.example',
          recipient: 'all@corp.example',
        },
        {
          time: '9:0:0 GMT',
          event: 1024,
          id: 'circular@corp.example',
          recipient: 'all@corp.example',
        },
        ...lines(
          [
            ['9:30:0', 1033],
            ['9:30:1', 1036],
          ],
          smtp,
        ),
      ],
      RECIPIENTS,
      1,
    ],
  ])(
    '%s',
    async (name, log, now, cleared) => {
      const file = await load(name, log);
      expectSoon(() => {
        const { total, rows } = stuckOf(file, { by: 'stage' });
        expect(total.count).toBe(now);
        expect(rows).toHaveLength(now === 0 ? 0 : 1);
      });
      expectSoon(() => {
        const { total, oldest } = dayOf(file, '2004-02-18');
        expect(total).toMatchObject({ carried: 0, now, cleared, messages: now === 0 ? 0 : 1 });
        expect(oldest).toHaveLength(Math.min(10, now));
      });
      expect(stuckOf(file, { unit: 'messages' }).total.count).toBe(now === 0 ? 0 : 1);
    },
    60_000,
  );
});
