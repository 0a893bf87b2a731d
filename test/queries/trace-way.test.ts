import { describe, expect, test } from 'vitest';
import type { HopReport, RecipientReport } from '../../src/model/report.ts';
import { slowestStep } from '../../src/render/time-in-stage.ts';
import { verdictSentence } from '../../src/render/sentence.ts';
import { createStyle } from '../../src/render/style.ts';
import { dayOf } from '../support/queues.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { dbOfLines, messageIn } from '../support/trace-msgtrk.ts';

const folder = useTempFolder();

/** Event and stage of each step of a recipient's way. */
function wayOf({ hops }: { readonly hops: readonly HopReport[] }): string[] {
  return hops.flatMap(({ events }) => events.map(({ event, stage }) => `${event} ${stage}`));
}

const ANN = 'ann@contoso.example';
const later = { 'date-time': '2024-02-19T09:00:01.950Z', 'client-hostname': 'EX01' };
const DELIVER = { ...later, 'event-id': 'DELIVER', source: 'STOREDRIVER' };

async function recipientsOf(
  lines: Parameters<typeof dbOfLines>[1],
): Promise<readonly RecipientReport[]> {
  return messageIn(await dbOfLines(folder, lines), 'one@contoso.example').recipients;
}

test('a line that resolves an address is told once', async () => {
  const resolve = {
    ...later,
    'event-id': 'RESOLVE',
    source: 'ROUTING',
    'server-hostname': 'EX01',
    'related-recipient-address': 'old.name@contoso.example',
  };
  const received = { 'recipient-address': 'old.name@contoso.example' };
  const [ann] = await recipientsOf([received, resolve, DELIVER]);
  expect(ann?.recipient).toBe(ANN);
  expect(ann && wayOf(ann)).toEqual([
    'RECEIVE/SMTP accepted',
    'RESOLVE/ROUTING local-queue',
    'DELIVER/STOREDRIVER delivered',
  ]);
});

test('a group that was expanded is not called redirected', async () => {
  const expand = {
    ...later,
    'event-id': 'EXPAND',
    source: 'ROUTING',
    'related-recipient-address': 'all@contoso.example',
  };
  const received = { 'recipient-address': 'all@contoso.example' };
  const group = (await recipientsOf([received, expand])).find(({ state }) => state === 'expanded');
  expect(group && wayOf(group)).toEqual(['RECEIVE/SMTP accepted', 'EXPAND/ROUTING categorizer']);
});

test.each([
  ['2024-02-19T09:00:02.249Z', null],
  ['2024-02-19T09:00:02.250Z', 'RECEIVE/SMTP'],
])('with a delivery at %s the slowest step is %s', async (time, event) => {
  const [ann] = await recipientsOf([{}, { ...DELIVER, 'date-time': time }]);
  expect((ann && slowestStep(ann))?.event ?? null).toBe(event);
});

describe('a duplicate that was dropped', () => {
  const loaded = {
    'date-time': '2024-02-19T09:03:20.000Z',
    'event-id': 'LOAD',
    source: 'BOOTLOADER',
  };
  const duplicate = {
    ...DELIVER,
    'event-id': 'DUPLICATEDELIVER',
    'date-time': '2024-02-19T09:03:23.000Z',
  };
  const view = { style: createStyle(false), width: 200, zone: 'UTC', command: 'mailtrail' };

  test('leaves the time of the delivery as it was', async () => {
    const [ann] = await recipientsOf([{}, DELIVER, loaded, duplicate]);
    expect(ann && verdictSentence(ann, view)).toContain(
      'delivered on EX01 at 2024-02-19 09:00:01Z',
    );
  });

  test('is all that is known of one in a log that is not loaded', async () => {
    const [ann] = await recipientsOf([loaded, duplicate]);
    expect(ann && verdictSentence(ann, view)).toContain(
      'delivered on EX01 at 2024-02-19 09:03:23Z',
    );
  });

  test('is no latency of the day', async () => {
    const db = await dbOfLines(folder, [{}, DELIVER, loaded, duplicate]);
    const { latency, throughput } = dayOf(db, '2024-02-19');
    expect([latency.count, throughput.hours[9]?.out]).toEqual([0, 1]);
  });
});
