import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseCustomData } from '../../../src/formats/msgtrk-details/custom-data.ts';
import { parseMessageInfo } from '../../../src/formats/msgtrk-details/message-info.ts';
import { rowOfLine } from '../../../src/formats/msgtrk-details/row-of-line.ts';
import { parseSourceContext } from '../../../src/formats/msgtrk-details/source-context.ts';
import { fieldsOf } from '../../../src/formats/msgtrk-fields.ts';

const FOLDER = new URL('../../../../shared/samples/', import.meta.url);

function linesOf(name: string): string[] {
  return readFileSync(new URL(name, FOLDER), 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.replace('\uFEFF', '').startsWith('#'));
}

/** Lines of real servers, where they lie beside the project. */
describe.skipIf(!existsSync(FOLDER))('real lines', () => {
  const NAMES = [
    'MSGTRKM20160405-1.LOG',
    'MSGTRKMS2022091915-1.LOG',
    'exchange2007-headerless.log',
  ];

  test.each(NAMES)('%s: each submission names mailbox, event and class', (name) => {
    for (const line of linesOf(name)) {
      const context = parseSourceContext(rowOfLine(line, [])?.('source-context') ?? '');
      if (context?.kind !== 'submission') throw new Error(`no submission: ${line}`);
      expect(context.messageClass).toMatch(/^IPM\./);
      expect(context.mailbox).toMatch(/^[0-9a-f-]{36}$/);
      expect(context.event).toMatch(/^\d+$/);
      expect(context.clientType).toMatch(/^\w+$/);
      expect(new Date(context.createdAt ?? 0).getUTCFullYear()).toBeGreaterThan(2009);
    }
  });

  test('a total is the sum of its components, and the time since the arrival', () => {
    const [first = ''] = linesOf('MSGTRKMS2022091915-1.LOG');
    const field = rowOfLine(first, []) ?? (() => '');
    const { originalArrivalAt, segments } = parseMessageInfo(field('message-info'));
    const seconds = (Date.parse(field('date-time')) - (originalArrivalAt ?? 0)) / 1000;
    expect(segments).toMatchObject([{ kind: 'LSRV', total: 'TOTAL-SUB', seconds }]);
    const measures = segments.flatMap(({ components }) => components.map((one) => one.seconds));
    expect(measures.reduce((sum, one) => sum + one, 0)).toBeCloseTo(seconds, 3);
  });

  test('RECEIVE has an authentication code where others have times', () => {
    const [, second = ''] = linesOf('MSGTRKMS2022091915-1.LOG');
    const field = rowOfLine(second, []) ?? (() => '');
    expect(field('message-info')).not.toBe('');
    expect(parseMessageInfo(field('message-info'))).toEqual({
      originalArrivalAt: null,
      segments: [],
    });
  });

  test('custom-data is a list of typed items', () => {
    const [, second = ''] = linesOf('MSGTRKMS2022091915-1.LOG');
    const items = parseCustomData(fieldsOf(second)?.[26] ?? '');
    expect(items.map(({ type, key }) => [type, key])).toEqual([
      ['S', 'MailboxDatabaseGuid'],
      ['S', 'ItemEntryId'],
      ['S', 'DeliveryPriority'],
      ['S', 'AccountForest'],
    ]);
  });
});
