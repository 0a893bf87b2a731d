import { describe, expect, it } from 'vitest';
import { msgtrkCode } from '../../src/catalogue/index.ts';
import { eventKey } from '../../src/catalogue/msgtrk-codes.ts';
import { allMsgtrkEvents } from '../../src/catalogue/msgtrk-events.ts';
import { evidenceEvent } from '../../src/evidence/redact/case-fields.ts';
import { isOurText, isOurWord } from '../../src/evidence/redact/our-words.ts';
import { Pseudonyms } from '../../src/evidence/redact/pseudonyms.ts';
import type { EvidenceEvent } from '../../src/model/evidence.ts';

function redacted(key: string, name: string): EvidenceEvent {
  const names = new Pseudonyms({
    key: Buffer.alloc(32, 7),
    caseName: 'case 17',
    keepDomains: false,
  });
  const event = {
    id: 1,
    at: 0,
    code: msgtrkCode('SEND', 'SMTP'),
    key,
    name,
    stage: null,
    messageId: 'a@corp.example',
    recipient: null,
    sender: null,
    server: 'EXCH01',
    partner: null,
    clientHost: null,
  };
  return evidenceEvent(event, names);
}

describe('modern events in a redacted bag', () => {
  it('keep their names and texts, whose words are all ours', () => {
    const events = allMsgtrkEvents();
    expect(
      events.filter(({ name, nextCheck }) => !isOurText(name) || !isOurText(nextCheck)),
    ).toEqual([]);
    const words = new Set(
      events.flatMap(({ id, name, meaning }) =>
        [eventKey(id), name, meaning]
          .join(' ')
          .toLowerCase()
          .match(/[\p{L}\p{N}]+/gu),
      ),
    );
    expect([...words].filter((word) => word === null || !isOurWord(word))).toEqual([]);
    expect(words.size).toBeGreaterThan(300);
  });

  it.each([
    ['1034', '1034'],
    ['SEND/SMTP', 'SEND/SMTP'],
    ['STATUS-PENDING/TRACE', 'STATUS-PENDING/TRACE'],
    ['CONTOSO', 'redacted'],
    ['CONTOSO/SMTP', 'redacted'],
    ['SEND/CONTOSO', 'redacted'],
    ['PROJECT-X/CONTOSO', 'redacted'],
  ])('keep the key %s as %s', (key, kept) => {
    expect(redacted(key, 'sent by SMTP')).toMatchObject({ key: kept, name: 'sent by SMTP' });
  });

  it('that nobody knows keep no name', () => {
    expect(redacted('CONTOSO/SMTP', 'unknown event CONTOSO/SMTP').name).toBe('redacted');
    expect(redacted('1043', 'unknown event 1043').name).toBe('unknown event 1043');
  });
});
