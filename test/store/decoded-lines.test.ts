import { describe, expect, test } from 'vitest';
import { formatNamed } from '../../src/formats/index.ts';
import { decodeLine, LineKeeper } from '../../src/store/decoded-lines.ts';
import type { EventMark, LineDecoder } from '../../src/store/decoded-lines.ts';
import { parseLayout } from '../../src/formats/format.ts';
import { COLUMNS_2016, lineMsgtrk } from '../support/log-msgtrk.ts';

const decode = decoderOf(COLUMNS_2016);

function decoderOf(columns: readonly string[]): LineDecoder {
  const msgtrk = formatNamed('msgtrk');
  if (msgtrk === undefined) throw new Error('no such format');
  return msgtrk.decoder(parseLayout(JSON.stringify(['15.01', ...columns])));
}

function markOf(line: string, recipient: string | null): EventMark {
  const decoded = decode(line);
  if (decoded.kind !== 'event' || decoded.events[0] === undefined) throw new Error('no event');
  const { at, code, messageId } = decoded.events[0];
  return { at, code, messageId: messageId ?? '', recipient };
}

const three = lineMsgtrk({
  'recipient-address': 'ann@contoso.example;Ben@Contoso.example;SMTP:cat@contoso.example',
  'recipient-count': 3,
});

describe('an event of a line is found', () => {
  test.each([
    ['by its recipient', 'ann@contoso.example', 'ann@contoso.example'],
    ['whatever the case', 'BEN@contoso.example', 'Ben@Contoso.example'],
    ['without the kind of address', 'cat@contoso.example', 'SMTP:cat@contoso.example'],
  ])('%s', (_name, recipient, told) => {
    const line = decodeLine(three, [decode]);
    expect(line.recipients).toBe(3);
    expect(line.told(markOf(three, recipient))?.recipient).toBe(told);
  });

  test.each<[string, Partial<EventMark>]>([
    ['another recipient', { recipient: 'dan@contoso.example' }],
    ['no recipient', { recipient: null }],
    ['another time', { at: 0 }],
    ['another event', { code: 1 }],
    ['another message', { messageId: 'two@contoso.example' }],
  ])('but not %s', (_name, other) => {
    const mark = { ...markOf(three, 'ann@contoso.example'), ...other };
    expect(decodeLine(three, [decode]).told(mark)).toBeNull();
  });

  test('by a later decoder, where the first finds none', () => {
    const wrong = decoderOf(COLUMNS_2016.toReversed());
    const mark = markOf(three, 'ann@contoso.example');
    expect(decodeLine(three, [wrong]).told(mark)).toBeNull();
    expect(decodeLine(three, [wrong, decode]).told(mark)?.recipient).toBe('ann@contoso.example');
  });

  test('with one decoding by each decoder, however often it is asked', () => {
    const counts = { wrong: 0, right: 0 };
    const wrong: LineDecoder = (line) => {
      counts.wrong++;
      return decoderOf(COLUMNS_2016.toReversed())(line);
    };
    const right: LineDecoder = (line) => {
      counts.right++;
      return decode(line);
    };
    const line = decodeLine(three, [wrong, right]);
    expect(line.recipients).toBe(3);
    for (const name of ['ann', 'ben', 'cat', 'dan'])
      line.told(markOf(three, `${name}@contoso.example`));
    expect(counts).toEqual({ wrong: 1, right: 1 });
  });

  test('never without a decoder', () => {
    expect(decodeLine(three, []).told(markOf(three, 'ann@contoso.example'))).toBeNull();
  });
});

describe('lines that were read are kept', () => {
  const one = lineMsgtrk();
  const lines: Readonly<Record<string, string>> = { one, three };

  /** What is read of lines that are asked for one after another. */
  function read(asked: readonly string[], most: number): string[] {
    const keeper = new LineKeeper(most);
    const made: string[] = [];
    for (const place of asked) {
      const text = lines[place.replace(/\d+$/, '')] ?? '';
      const offset = Number(/\d+$/.exec(place)?.[0] ?? 0);
      const line = keeper.get({ sourceId: 1, offset, length: text.length }, () => {
        made.push(place);
        return decodeLine(text, [decode]);
      });
      expect(line?.text).toBe(text);
    }
    return made;
  }

  test.each([
    ['of many recipients', ['three', 'three', 'three'], 10, ['three']],
    ['not of one', ['one', 'one'], 10, ['one', 'one']],
    ['apart by their place', ['three', 'three1', 'three', 'three1'], 10, ['three', 'three1']],
    [
      'the last ones where there are too many',
      ['three', 'three1', 'three', 'three2', 'three', 'three1'],
      6,
      ['three', 'three1', 'three2', 'three1'],
    ],
    ['the last one always', ['three', 'three', 'three1', 'three'], 1, ['three', 'three1', 'three']],
  ])('%s', (_name, asked, most, made) => {
    expect(read(asked, most)).toEqual(made);
  });

  test('but not what could not be read', () => {
    const keeper = new LineKeeper();
    const place = { sourceId: 1, offset: 0, length: three.length };
    expect(keeper.get(place, () => null)).toBeNull();
    expect(keeper.get(place, () => decodeLine(three, [decode]))?.text).toBe(three);
  });
});
