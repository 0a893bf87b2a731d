import { expect, test } from 'vitest';
import { EventNames } from '../../../src/ingest/pack/event-names.ts';
import { NameTables } from '../../../src/ingest/pack/name-tables.ts';
import { eventWith } from '../../support/events.ts';

const SEED = 1;

test('events of one line after the other have the numbers that each has alone', () => {
  const one = eventWith({ messageId: 'a@corp.example', networkMessageId: 'n1', server: 'EX01' });
  const events = [
    one,
    { ...one, recipient: 'other@corp.example' },
    { ...one, networkMessageId: 'n2' },
    { ...one, networkMessageId: null },
    { ...one, messageId: 'b@corp.example' },
    { ...one, messageId: null },
    { ...one, server: 'EX02' },
    { ...one, partner: 'mx.partner.example' },
    { ...one, clientHost: 'client.corp.example' },
    { ...one, sender: 'ann@corp.example' },
    { ...one, linkedMessageId: 'linked@corp.example' },
    one,
  ];
  const together = new EventNames(new NameTables(SEED));
  const names = new NameTables(SEED);
  for (const event of events) expect(together.of(event)).toEqual(new EventNames(names).of(event));
});
