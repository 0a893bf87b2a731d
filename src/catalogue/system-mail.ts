/** Who writes mail that no person waits for. */
interface SystemSender {
  readonly what: string;
  /** Of the whole address, in any case. */
  readonly pattern: RegExp;
  readonly source: string;
}

/**
 * Mail of the system itself: replication, the System Attendant, probes. It comes and goes by the thousand and may stay queued for days
 * without anybody missing it. DSNs are none of it: nobody but their queue shows backscatter.
 */
const SYSTEM_SENDERS: readonly SystemSender[] = [
  {
    what: 'public-folder replication',
    pattern: /^(ex:\s*)?\/o=.*\/cn=microsoft public mdb$/i,
    source: 'traces of replication mail, Exchange 2000 and 2003',
  },
  {
    what: 'replication between information stores',
    pattern: /^[^@]+-is@/i,
    source: 'traces of replication mail, Exchange 2000 and 2003',
  },
  {
    what: 'System Attendant',
    pattern: /^(ex:\s*)?\/o=.*\/cn=microsoft system attendant$/i,
    source: 'directory names of Exchange services',
  },
  {
    what: 'System Attendant',
    pattern: /^[^@]+-sa@/i,
    source: 'proxy addresses of Exchange services',
  },
  {
    what: 'MTA',
    pattern: /^(ex:\s*)?\/o=.*\/cn=microsoft mta$/i,
    source: 'directory names of Exchange services',
  },
  {
    what: 'system mailbox',
    pattern: /^systemmailbox\{[0-9a-f-]+\}@/i,
    source: 'mailbox of each mailbox store',
  },
  {
    what: 'health probe',
    pattern: /^(healthmailbox[0-9a-f]*|extest_[0-9a-f]+|inboundproxy)@/i,
    source: 'Managed Availability of Exchange 2013 and later, Test-* cmdlets',
  },
];

/** Whether an address is one of the system. */
export function isSystemAddress(address: string | null): boolean {
  return address !== null && SYSTEM_SENDERS.some(({ pattern }) => pattern.test(address));
}
