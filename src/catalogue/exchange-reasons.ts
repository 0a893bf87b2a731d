import type { Advice } from './types.ts';

/** A reason that Exchange 2007 and later name in replies and reports, by a dotted word or a phrase. */
export interface ReasonEntry extends Advice {
  /** As Exchange writes it: `RESOLVER.ADR.RecipNotFound`, `Insufficient system resources`. */
  readonly reason: string;
  /** Other texts that say the same. */
  readonly also: readonly string[];
  /** The reply that it usually stands in. */
  readonly code: string;
  readonly meaning: string;
  readonly source: string;
}

/** Microsoft Learn, "DSNs and NDRs in Exchange Server". */
const LEARN = 'Microsoft Learn, "DSNs and NDRs in Exchange Server"';
/** Not in Microsoft's documents: as logs and reports of administrators have it. */
const FIELD = 'reports of administrators';

const CHECK = {
  recipient:
    'If it is a server of ours, run Get-Recipient with the address. Let the sender delete the remembered address in Outlook and pick or type the recipient anew.',
  restrictions:
    'Run Get-DistributionGroup or Get-Mailbox for the recipient and look at AcceptMessagesOnlyFrom*, RejectMessagesFrom* and RequireSenderAuthenticationEnabled.',
  sizes:
    'Compare the size of the message, in the trace, with MaxReceiveSize and MaxSendSize of the mailbox, of both connectors and of Get-TransportConfig.',
  nextHop:
    'Read LastError of the queue with Get-Queue, then run Test-NetConnection to port 25 of the next hop from the server that sends.',
  dns: 'Run Resolve-DnsName with the domain and -Type MX on the server that sends, then look at its DNS settings with Get-TransportService.',
  database:
    'Run Get-MailboxDatabaseCopyStatus for the database of the recipient and Test-ServiceHealth on its server.',
  pressure:
    'On the server that answered, look for event 15004 to 15007 of MSExchangeTransport in the Application log, and at free space of the disk with the queue database.',
  rules: 'Run Get-TransportRule and find the rule that rejects with this text.',
  loop: 'Read the Received lines of the returned message: the hosts that alternate are the loop. Check forwarding, targetAddress and accepted domains.',
} as const;

export const REASONS: readonly ReasonEntry[] = [
  {
    reason: 'RESOLVER.ADR.RecipNotFound',
    also: ['RESOLVER.ADR.RecipientNotFound'],
    code: '550 5.1.1',
    meaning:
      'The server that says so is the one for this domain, and its directory holds no recipient with this SMTP address.',
    causes: [
      'a typo in the address',
      'the mailbox was deleted or its address changed',
      'the domain is authoritative there while some of its mailboxes are elsewhere',
    ],
    nextCheck: CHECK.recipient,
    source: LEARN,
  },
  {
    reason: 'RESOLVER.ADR.ExRecipNotFound',
    also: [],
    code: '550 5.1.1',
    meaning:
      'The directory holds no recipient with this internal (X.500) address, which Outlook remembered or an old message held.',
    causes: [
      'the mailbox was deleted and made anew, or moved between organisations, without its old X.500 address',
      'a reply to an old message',
    ],
    nextCheck:
      'Add the address that the report names as an X500 proxy address to the new mailbox, or let the sender pick the recipient anew.',
    source: LEARN,
  },
  {
    reason: 'RESOLVER.ADR.Ambiguous',
    also: [],
    code: '550 5.1.4',
    meaning: 'Two objects of the directory have this address, so nobody gets the message.',
    causes: ['the address was given out twice', 'a copy of an object was left by replication'],
    nextCheck:
      'Search Active Directory for proxyAddresses=smtp:ADDRESS, and take the address away from all objects but one.',
    source: FIELD,
  },
  {
    reason: 'RESOLVER.ADR.BadPrimary',
    also: [],
    code: '550 5.2.0',
    meaning: 'The recipient has no primary SMTP address, or one that is not well formed.',
    causes: ['the object was changed outside of Exchange', 'a contact without target address'],
    nextCheck: 'Run Get-Recipient with the name and look at PrimarySmtpAddress and EmailAddresses.',
    source: FIELD,
  },
  {
    reason: 'RESOLVER.ADR.InvalidInSmtp',
    also: [],
    code: '550 5.1.0',
    meaning: 'An address of another kind was packed into an SMTP address (IMCEA), and is broken.',
    causes: ['a reply to an old message or to an exported one', 'a contact with a broken address'],
    nextCheck: CHECK.recipient,
    source: FIELD,
  },
  {
    reason: 'RESOLVER.ADR.RecipLimit',
    also: ['Too many recipients'],
    code: '550 5.5.3',
    meaning: 'The message has more recipients than the sender may write to at once.',
    causes: ['a limit of the sender, the connector or the organisation is exceeded'],
    nextCheck:
      'Compare the number of recipients, in the trace, with RecipientLimits of the mailbox and MaxRecipientEnvelopeLimit of Get-TransportConfig.',
    source: LEARN,
  },
  {
    reason: 'RESOLVER.RST.AuthRequired',
    also: [
      'RESOLVER.RST.SenderNotAuthenticatedForGroup',
      'RESOLVER.RST.SenderNotAuthenticatedForMailbox',
      'authentication required',
    ],
    code: '550 5.7.1',
    meaning:
      'The recipient takes messages of senders inside the organisation only, and this sender was not authenticated.',
    causes: [
      'mail from outside to a group that is closed to it, as new groups are',
      'an application that sends without a login',
    ],
    nextCheck: CHECK.restrictions,
    source: LEARN,
  },
  {
    reason: 'RESOLVER.RST.NotAuthorized',
    also: ['RESOLVER.RST.NotAuthorizedToGroup'],
    code: '550 5.7.1',
    meaning: 'The recipient takes messages of certain senders only, and this is none of them.',
    causes: [
      'the sender is not on the list of those who may write',
      'the sender is on the list of those who may not',
    ],
    nextCheck: CHECK.restrictions,
    source: FIELD,
  },
  {
    reason: 'RESOLVER.RST.SendSizeLimit',
    also: [],
    code: '550 5.2.3',
    meaning: 'The message is larger than its sender may send.',
    causes: ['large attachments: in transit they grow by a third', 'a small limit of the mailbox'],
    nextCheck: CHECK.sizes,
    source: FIELD,
  },
  {
    reason: 'RESOLVER.RST.RecipSizeLimit',
    also: [],
    code: '550 5.2.3',
    meaning: 'The message is larger than its recipient may receive.',
    causes: ['large attachments: in transit they grow by a third', 'a small limit of the mailbox'],
    nextCheck: CHECK.sizes,
    source: LEARN,
  },
  {
    reason: 'QUEUE.Expired',
    also: ['message expired'],
    code: '550 4.4.7',
    meaning:
      'The message was in a queue for as long as is allowed, two days unless changed, and no attempt succeeded.',
    causes: [
      'the next hop did not answer or kept refusing for the whole time',
      'no route: it lay in the queue of unreachable destinations',
      'the database of the recipient was dismounted',
    ],
    nextCheck:
      'Read the DEFER lines of the trace before it: they tell why each attempt failed. Then test DNS and port 25 of the next hop.',
    source: LEARN,
  },
  {
    reason: 'Message delayed',
    also: [],
    code: '400 4.4.7',
    meaning: 'The message is still in a queue and is tried again; nothing is lost yet.',
    causes: ['the next hop does not answer or refuses for now'],
    nextCheck: CHECK.nextHop,
    source: LEARN,
  },
  {
    reason: 'QUEUE.PoisonAdmin',
    also: [],
    code: '550 4.3.2',
    meaning: 'An administrator deleted the message from the poison queue.',
    causes: ['the message had made the transport service fail before'],
    nextCheck: 'Ask the administrators of that server; the message has to be sent again.',
    source: FIELD,
  },
  {
    reason: 'message is treated as poison',
    also: ['Too many related errors'],
    code: '550 5.7.0',
    meaning:
      'The message made the service that delivers it fail again and again, and was given up.',
    causes: ['its content is damaged', 'a fault of an agent, an antivirus program or Exchange'],
    nextCheck:
      'Run Get-Message for the poison queue, and look in the Application log for failures of the service at the times of the attempts.',
    source: LEARN,
  },
  {
    reason: 'SMTPSEND.DNS.NonExistentDomain',
    also: ['nonexistent domain'],
    code: '554 5.4.4',
    meaning: 'DNS says that the domain of the recipient does not exist.',
    causes: ['a typo in the domain', 'the server asks a DNS server that does not know the domain'],
    nextCheck: CHECK.dns,
    source: LEARN,
  },
  {
    reason: 'SMTPSEND.DNS.MxLoopback',
    also: [],
    code: '554 5.4.4',
    meaning: 'The MX record of the domain leads back to the server that sends.',
    causes: ['the domain is ours but no accepted domain', 'an MX record points to the wrong host'],
    nextCheck: CHECK.dns,
    source: FIELD,
  },
  {
    reason: 'DNS query failed',
    also: [],
    code: '451 4.4.0',
    meaning: 'The name of the next hop could not be asked for: DNS gave no answer or a failure.',
    causes: ['the DNS server is down or not reachable', 'the zone of the domain is broken'],
    nextCheck: CHECK.dns,
    source: FIELD,
  },
  {
    reason: 'Primary target IP address responded with',
    also: ['Error encountered while communicating with primary target IP address'],
    code: '451 4.4.0',
    meaning:
      'The next hop did not take the message, and another address of it was of no help. What it said stands in quotes behind it.',
    causes: ['the next hop is down or refuses', 'a firewall in between', 'TLS failed'],
    nextCheck: CHECK.nextHop,
    source: FIELD,
  },
  {
    reason: 'Connection timed out',
    also: [],
    code: '421 4.4.1',
    meaning: 'The next hop does not answer.',
    causes: ['port 25 is blocked by a firewall or the provider', 'the remote server is down'],
    nextCheck: CHECK.nextHop,
    source: LEARN,
  },
  {
    reason: 'Connection dropped',
    also: ['Connection dropped due to SocketError'],
    code: '421 4.4.2',
    meaning: 'The connection broke within the session; it is tried again.',
    causes: [
      'a limit on size or rate of the other side',
      'a firewall or an SMTP proxy cuts the session',
      'the network fails now and then',
    ],
    nextCheck: CHECK.nextHop,
    source: LEARN,
  },
  {
    reason: 'Temporary server error',
    also: [],
    code: '451 4.7.0',
    meaning:
      'The front end of the server took the connection, but found no transport service behind it that took the message.',
    causes: [
      'the transport service is stopped, or its server component is inactive',
      'back pressure: disk or memory are short',
      'DNS settings of the server name a DNS server that does not know the other servers',
    ],
    nextCheck:
      'Run Get-ServerComponentState and Test-ServiceHealth on the server that answered, then look at its DNS settings with Get-FrontEndTransportService.',
    source: FIELD,
  },
  {
    reason: 'Server busy',
    also: [],
    code: '451 4.7.500',
    meaning: 'Exchange Online takes less from this sender or address for now; it is tried again.',
    causes: [
      'a flood of messages from one address',
      'a new or poor reputation of the sending address',
    ],
    nextCheck:
      'Look how many messages go to that destination (stuck --by destination). If it lasts for hours, check blocklists for the sending address.',
    source: FIELD,
  },
  {
    reason: 'Insufficient system resources',
    also: [],
    code: '452 4.3.1',
    meaning:
      'Back pressure: the server is short of disk space or memory and takes no messages until that is over.',
    causes: [
      'the disk with the queue database is nearly full',
      'memory is short, as on a virtual machine with dynamic memory',
    ],
    nextCheck: CHECK.pressure,
    source: LEARN,
  },
  {
    reason: 'Service not available',
    also: ['Service not active'],
    code: '421 4.3.2',
    meaning: 'The server is up, but its transport takes no messages now.',
    causes: [
      'a server component is inactive, as in maintenance',
      'a Receive connector on port 25 belongs to the wrong service',
      'a transport agent that does not fit the version',
    ],
    nextCheck:
      'Run Get-ServerComponentState on the server that answered: ServerWideOffline and HubTransport have to be active.',
    source: LEARN,
  },
  {
    reason: 'mailbox server is offline',
    also: [
      'STOREDRV.Deliver.Exception:ConnectionFailedTransientException',
      'STOREDRV.Storage',
      'mailbox database is offline',
      'mailbox database offline',
    ],
    code: '432 4.3.2',
    meaning: 'The store of the recipient did not answer; delivery is tried again.',
    causes: ['the database is dismounted or failing over', 'the store service is stopped'],
    nextCheck: CHECK.database,
    source: FIELD,
  },
  {
    reason: 'recipient thread limit exceeded',
    also: [
      'mailbox database thread limit exceeded',
      'mailbox server thread limit exceeded',
      'mailbox database throttling limit exceeded',
    ],
    code: '432 4.3.2',
    meaning: 'Too many deliveries to one mailbox or database at once; it is tried again soon.',
    causes: ['a flood of messages to one mailbox', 'a slow disk of the database'],
    nextCheck:
      'Look which messages go to that mailbox (find --to ADDRESS), then at the disk of its database.',
    source: FIELD,
  },
  {
    reason: 'sender thread limit exceeded',
    also: [],
    code: '432 4.3.2',
    meaning: 'Too many submissions of one mailbox at once; it is tried again soon.',
    causes: ['a program sends many messages through one mailbox'],
    nextCheck: 'Look what that mailbox sends (find --from ADDRESS).',
    source: FIELD,
  },
  {
    reason: 'mailbox full',
    also: ['STOREDRV.Deliver.Exception:QuotaExceededException'],
    code: '554 5.2.2',
    meaning: 'The mailbox, or its folder of recoverable items, has reached its limit.',
    causes: [
      'the mailbox reached its limit',
      'recoverable items are full, as with a mailbox on hold',
      'the quota of public folders is reached',
    ],
    nextCheck:
      'Run Get-MailboxStatistics for the recipient: TotalItemSize, TotalDeletedItemSize and StorageLimitStatus.',
    source: LEARN,
  },
  {
    reason: 'mailbox disabled',
    also: [],
    code: '550 5.2.1',
    meaning: 'The mailbox is there but takes no messages.',
    causes: ['the mailbox was disconnected or disabled', 'its account was disabled'],
    nextCheck: 'Run Get-MailboxStatistics for the recipient and look at DisconnectDate.',
    source: FIELD,
  },
  {
    reason: 'STOREDRV.Submit; invalid recipient address',
    also: ['STOREDRV.Submit.Exception'],
    code: '550 5.1.3',
    meaning: 'The message could not be taken out of the Outbox as it is.',
    causes: ['an address with characters that are not allowed', 'a broken contact'],
    nextCheck: 'Let the sender type the address anew, without picking it from the list.',
    source: LEARN,
  },
  {
    reason: 'Missing or bad StoreDriver MDB properties',
    also: [],
    code: '550 5.3.2',
    meaning: 'The recipient has no usable mailbox database, or an address book policy hides it.',
    causes: [
      'the address book policy routing agent, and a recipient outside of the list of the sender',
      'the attributes of the mailbox are incomplete',
    ],
    nextCheck: 'Run Get-Mailbox for the recipient and look at Database and AddressBookPolicy.',
    source: LEARN,
  },
  {
    reason: 'TRANSPORT.RULES.RejectMessage',
    also: ['rejected by organization policy', 'Delivery not authorized, message refused'],
    code: '550 5.7.1',
    meaning: 'A mail flow rule of the organisation rejected the message.',
    causes: ['the message fits the conditions of a rule'],
    nextCheck: CHECK.rules,
    source: LEARN,
  },
  {
    reason: 'Unable to relay',
    also: [],
    code: '550 5.7.54',
    meaning:
      'The recipient is in none of the accepted domains, and the client may not send through this server to others.',
    causes: [
      'an application or a device sends to the outside without a login',
      'a domain of ours is missing among the accepted domains',
    ],
    nextCheck:
      'Look which Receive connector took the session (connector-id in the raw line), and at its permissions and remote addresses.',
    source: LEARN,
  },
  {
    reason: 'Client was not authenticated',
    also: [],
    code: '530 5.7.57',
    meaning: 'The connector takes no mail without a login.',
    causes: ['an application or another server sends without a login'],
    nextCheck:
      'Look which Receive connector took the session (connector-id in the raw line), and whether it allows anonymous users.',
    source: LEARN,
  },
  {
    reason: 'Client does not have permissions to send as this sender',
    also: [],
    code: '550 5.7.60',
    meaning: 'The login is fine, but it may not send with this sender address.',
    causes: [
      'an application sends with another address than that of its account',
      'the right Send As is missing',
    ],
    nextCheck: 'Run Get-ADPermission for the mailbox of the sender and look for Send-As.',
    source: FIELD,
  },
  {
    reason: 'Cannot achieve Exchange Server authentication',
    also: [],
    code: '451 5.7.3',
    meaning: 'Two Exchange servers of the organisation could not log in to each other.',
    causes: [
      'a firewall that changes SMTP lies between them',
      'a custom Receive connector takes sessions of other servers of ours',
      'their clocks differ too much',
    ],
    nextCheck:
      'Compare the remote addresses of custom Receive connectors with those of the servers, and their authentication with the default ones.',
    source: LEARN,
  },
  {
    reason: 'Hop count exceeded',
    also: ['possible mail loop', 'loop detected'],
    code: '554 5.4.6',
    meaning: 'The message ran in a circle between servers or mailboxes until it was stopped.',
    causes: [
      'two mailboxes forward to each other',
      'a domain is an internal relay here and there',
      'targetAddress leads back',
    ],
    nextCheck: CHECK.loop,
    source: LEARN,
  },
  {
    reason: 'Recipient address reserved by RFC 2606',
    also: [],
    code: '501 5.1.4',
    meaning: 'The domain is one that is reserved for tests and documents, and takes no mail.',
    causes: ['a test or a form with an invented address'],
    nextCheck: 'Find what sends to that address (find --to DOMAIN), and correct it there.',
    source: LEARN,
  },
  {
    reason: 'Content Filter agent quarantined this message',
    also: [],
    code: '550 5.2.1',
    meaning: 'The content filter took the message for spam and sent it to the quarantine mailbox.',
    causes: ['the content filter rated it above its threshold'],
    nextCheck: 'Look into the quarantine mailbox (Get-ContentFilterConfig names it).',
    source: LEARN,
  },
  {
    reason: 'Sender denied',
    also: [],
    code: '550 5.1.0',
    meaning: 'The sender filter refuses this sender.',
    causes: ['the sender or its domain is blocked', 'a blocked sender of the recipient'],
    nextCheck: 'Run Get-SenderFilterConfig and look at BlockedSenders and BlockedDomains.',
    source: LEARN,
  },
  {
    reason: 'bad outbound sender',
    also: [],
    code: '550 5.1.8',
    meaning: 'Exchange Online blocked the sender, as too much or suspicious mail came from it.',
    causes: ['an account was taken over and sent spam', 'an application sends too much'],
    nextCheck: 'Look what that sender sent (find --from ADDRESS), before it is let free again.',
    source: LEARN,
  },
];

/** These only quote another answer, which tells more. */
const QUOTING = 'Primary target IP address responded with';

/** What a text may say, longest first, so that the most telling reason is found. */
const phrases: readonly (readonly [text: string, entry: ReasonEntry])[] = REASONS.flatMap((entry) =>
  [entry.reason, ...entry.also].map((text) => [text.toLowerCase(), entry] as const),
).toSorted(([a, one], [b, other]) => rank(one) - rank(other) || b.length - a.length);

function rank({ reason }: ReasonEntry): number {
  return reason === QUOTING ? 1 : 0;
}

/** Longer texts are no replies. */
const READ = 4096;

/** The row of the most telling reason in a text (a reply, a status, a pasted report); undefined where there is none. */
export function findReason(text: string): ReasonEntry | undefined {
  const read = text.slice(0, READ).toLowerCase();
  return phrases.find(([phrase]) => stands(read, phrase))?.[1];
}

/** Whether a text holds it, and not within a longer word. */
function stands(text: string, phrase: string): boolean {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + phrase.length] ?? ' ';
    if (!/[\w.]/.test(before) && !/\w/.test(after)) return true;
  }
  return false;
}
