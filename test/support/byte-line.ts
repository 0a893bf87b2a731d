import { isMsgtrkCode } from '../../src/catalogue/msgtrk-codes.ts';
import { TEXT } from '../../src/formats/byte-line.ts';
import type { ByteLine, TextField } from '../../src/formats/byte-line.ts';
import { decodeText } from '../../src/model/decode-text.ts';
import type { LogEvent } from '../../src/model/log-event.ts';

/** A line that was decoded as numbers, as the event that it is. */
export function eventOfBytes(bytes: Buffer, line: ByteLine): LogEvent {
  const text = (name: TextField): string | null => {
    const [from = -1, to = -1] = line.ranges.subarray(TEXT[name] * 2, TEXT[name] * 2 + 2);
    return from < 0 ? null : decodeText(bytes.subarray(from, to));
  };
  return {
    at: line.at,
    code: line.code,
    messageId: line.messageText ?? text('messageId'),
    recipient: text('recipient'),
    server: line.ownServer?.server ?? text('server'),
    partner: text('partner'),
    clientHost: text('clientHost'),
    sender: text('sender'),
    subject: text('subject'),
    sizeBytes: numberOf(line.sizeBytes),
    recipientCount: numberOf(line.recipientCount),
    originatedAt: numberOf(line.originatedAt),
    linkedMessageId: text('linkedMessageId'),
    serviceVersion: text('serviceVersion'),
    ...(isMsgtrkCode(line.code)
      ? {
          networkMessageId: text('networkMessageId'),
          submissionId: null,
          serverSuffix: line.ownServer?.serverSuffix ?? null,
        }
      : {}),
    ...(line.eventText === null ? {} : { eventText: line.eventText }),
  };
}

/** All events of a line: one for each recipient. */
export function eventsOfBytes(bytes: Buffer, line: ByteLine): LogEvent[] {
  const first = eventOfBytes(bytes, line);
  const others = Array.from({ length: line.others }, (_, other) => ({
    ...first,
    code: line.otherCodes[other] ?? Number.NaN,
    recipient: decodeText(
      bytes.subarray(line.otherRanges[other * 2], line.otherRanges[other * 2 + 1]),
    ),
  }));
  return [first, ...others];
}

function numberOf(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
