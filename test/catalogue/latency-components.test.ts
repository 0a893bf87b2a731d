import { expect, test } from 'vitest';
import { findLatencyComponent, latencyMeaning } from '../../src/catalogue/latency-components.ts';

test.each<[string, string]>([
  ['QDE', 'queue for other organisations'],
  ['TOTAL-HUB', 'all of it in the Transport service'],
  ['CATSM-Malware Agent', 'agent Malware Agent'],
  ['SMRPI-FrontendProxyAgent', 'agent FrontendProxyAgent'],
  ['X-SMRCR', 'received by SMTP: copied to another server before it is confirmed'],
  ['SMSMBXD-INC', 'sent by SMTP: the mailbox server delivers it'],
  ['MTSS-PEN', 'Mailbox Transport Submission service'],
  ['NOBODYKNOWS', 'NOBODYKNOWS'],
  ['NOBODYKNOWS-Agent', 'NOBODYKNOWS-Agent'],
  ['', ''],
])('%j is %j', (name, meaning) => {
  expect(latencyMeaning(name)).toBe(meaning);
});

test('only queues are waits', () => {
  expect(findLatencyComponent('QDM')?.wait).toBe('in the queue for mailboxes');
  expect(findLatencyComponent('CAT')?.wait).toBeNull();
});
