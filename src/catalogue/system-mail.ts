/** Who writes mail that no person waits for. */
interface SystemSender {
  readonly what: string;
  /** Of the whole address, in any case. */
  readonly pattern: RegExp;
  readonly source: string;
}

/**
 * Mail of the system itself: replication, the System Attendant, probes. It comes and goes by the thousand and may stay queued for days
 * without anybody missing it. DSNs are none of it (from 2007 on they come from `MicrosoftExchange` and a number): nobody but their queue shows
 * backscatter.
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
    what: 'directory replication of 4.0 to 5.5',
    pattern: /^(ex:\s*)?\/o=.*\/cn=microsoft dsa$/i,
    source: 'KB 317908',
  },
  {
    what: 'system mailbox',
    pattern: /^systemmailbox\{[0-9a-f-]+\}@/i,
    source: 'mailbox of each mailbox store; arbitration mailboxes of Exchange 2010 and later',
  },
  {
    what: 'health probe',
    pattern: /^(healthmailbox[0-9a-f]*|extest_[0-9a-f]+|inboundproxy)@|@maildeliveryprobe\.com$/i,
    source: 'Managed Availability of Exchange 2013 and later, Test-* cmdlets',
  },
  {
    what: 'service in an encapsulated directory name',
    pattern: /^imceaex-_o=.*_cn=microsoft\+20(public\+20mdb|system\+20attendant|mta)@/i,
    source: 'IMCEA encapsulation of directory names of Exchange services',
  },
  {
    what: 'mailbox of eDiscovery',
    pattern: /^discoverysearchmailbox(\{[0-9a-f-]+\})?@/i,
    source: 'system mailboxes of Exchange 2010 and later',
  },
  {
    what: 'mailbox of migration or federation',
    pattern: /^(migration|federatedemail)\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}@/i,
    source: 'arbitration mailboxes of Exchange 2010 and later',
  },
];

/** Most addresses have nothing of what any of them asks for: that is seen at once. */
const MAY_BE_SYSTEM =
  /-(?:is|sa)@|mailbox|extest_|inboundproxy@|probe\.com$|cn=microsoft|^migration\.|^federatedemail\./i;

/** The same few addresses are asked about again and again; log text is unbounded. */
const MOST_KNOWN = 10_000;
const known = new Map<string, boolean>();

/** Whether an address is one of the system. */
export function isSystemAddress(address: string | null): boolean {
  if (address === null || !MAY_BE_SYSTEM.test(address)) return false;
  let is = known.get(address);
  if (is === undefined) {
    is = SYSTEM_SENDERS.some(({ pattern }) => pattern.test(address));
    if (known.size < MOST_KNOWN) known.set(address, is);
  }
  return is;
}
