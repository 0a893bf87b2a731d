import { describe, expect, test } from 'vitest';
import { findReason, findStatus, REASONS } from '../../src/catalogue/index.ts';

describe('each reason', () => {
  test.each(REASONS.map((row) => [row.reason, row] as const))('%s is explained', (_, row) => {
    for (const text of [row.meaning, row.nextCheck]) {
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(text.length).toBeLessThanOrEqual(400);
    }
    expect(row.causes.length).toBeGreaterThan(0);
    for (const cause of row.causes) expect(cause).toMatch(/^[^\s].*[^\s.]$/);
    expect(row.code).toMatch(/^[45]\d\d [45]\.\d\.\d{1,3}$/);
    expect(findStatus(row.code)?.code).toBe(row.code.slice(4));
    expect(row.source).not.toBe('');
  });

  test('is found by each text of its own, and by no other row', () => {
    for (const row of REASONS)
      for (const text of [row.reason, ...row.also])
        expect(findReason(`550 9.9.9 ${text}; and more`)?.reason).toBe(row.reason);
  });
});

test.each<[string, string | undefined]>([
  ['550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found', 'RESOLVER.ADR.RecipNotFound'],
  [
    '432 4.3.2 STOREDRV; mailbox server is offline; STOREDRV.Deliver.Exception:ConnectionFailedTransientException.MapiExceptionNetworkError',
    'mailbox server is offline',
  ],
  [
    '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded; Failed to process',
    'mailbox full',
  ],
  [
    '452 4.3.1 Insufficient system resources (UsedDiskSpace[D:\\Queue])',
    'Insufficient system resources',
  ],
  ['451 4.7.0 Temporary server error. Please try again later. PRX2', 'Temporary server error'],
  ['550 5.7.1 RESOLVER.RST.AuthRequired; authentication required', 'RESOLVER.RST.AuthRequired'],
  ['550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; x', 'RESOLVER.RST.AuthRequired'],
  ['550 5.7.1 unable to relay', 'Unable to relay'],
  ['554 5.4.14 Hop count exceeded - possible mail loop', 'Hop count exceeded'],
  [
    '451 4.4.0 Primary target IP address responded with: "421 4.4.2 Connection dropped due to SocketError."',
    'Connection dropped',
  ],
  [
    '451 4.4.0 Primary target IP address responded with: "454 no". Attempted failover',
    'Primary target IP address responded with',
  ],
  // Only whole words, and only the reason itself.
  ['x.RESOLVER.ADR.RecipNotFound', undefined],
  ['RESOLVER.ADR.RecipNotFounder', undefined],
  ['250 2.6.0 Queued mail for delivery', undefined],
  ['', undefined],
])('%j says %j', (text, reason) => {
  expect(findReason(text)?.reason).toBe(reason);
});

test('a long text is no work', () => {
  expect(findReason('mailbox fullx'.repeat(100_000))).toBeUndefined();
});
