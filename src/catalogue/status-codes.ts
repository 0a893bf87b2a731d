import type { StatusEntry } from './types.ts';

type Part = number | 'x';
/** Of these only the classes, `2.x.x` and so on, are literal: they must be there, the rest may. */
type StatusCode = `${2 | 4 | 5}.${Part}.${Part}`;

const RFC = 'RFC 3463';
const EXCHANGE = 'RFC 3463; KB 284204';
/** theemailadmin.com, articles of 2009 to 2011 on the reports of Exchange servers. */
const FIELD = 'RFC 3463; theemailadmin.com';

/** Microsoft Learn, "DSNs and NDRs in Exchange Server" and "Email non-delivery reports". */
const MODERN = 'RFC 3463; Microsoft Learn, DSNs and NDRs';

const NOTHING_TO_DO = 'Nothing: the step succeeded. Go on with the next event of the trace.';

const CHECK = {
  store:
    'On the server that answered, check that the mailbox store is mounted, its disk has room and the server is not overloaded.',
  quota: 'Have the recipient or their administrator make room or raise the limit, then send again.',
  connection:
    'Open a session on port 25 of the next hop by hand and read its replies. If nothing answers, check firewalls on both sides and whether the host is up.',
  loop: 'Read the Received lines of the returned message: the two hosts that alternate are the loop. Check their MX records, smart hosts and forwarding addresses.',
  dns: 'Run "nslookup -type=mx DOMAIN" on the sending server, and resolve the name of each host that it lists.',
  connector:
    'Run "nslookup -type=mx DOMAIN" on the sending server, then check that a connector covers the domain and is up.',
  address:
    'Compare the address, letter by letter, with one that works. Inside the organisation check mail and proxyAddresses of the recipient.',
  size: 'Compare the size of the message, in the trace, with the limits of the mailbox, the connectors and the global settings on the way.',
  protocol:
    'Read the whole reply beside the code, then hold the same session by hand on port 25: EHLO, MAIL FROM, RCPT TO, DATA, and see which command is refused.',
  refusal:
    'Read the text beside the code: it names the rule, and often a page that tells how to be let in. Check relaying and permissions if the server is ours.',
  reputation:
    'Check SPF, DKIM and DMARC records of the sending domain, the PTR record of the sending address, and whether a blocklist holds that address.',
  content:
    'Send the message again as plain text without attachments; if that passes, its form is at fault.',
} as const;

const NEXT_HOP_SILENT = [
  'the remote server is down or overloaded',
  'a firewall blocks port 25 or cuts the session',
] as const;

const LOOP = [
  'two mailboxes or servers forward to each other',
  'an MX record or smart host leads back to the sending server',
] as const;

const TOO_LARGE = [
  'a size limit of the recipient, a connector or a server on the way is exceeded',
] as const;

const MAILBOX_FULL = ['the mailbox reached its limit'] as const;

const NO_RECIPIENT = [
  'a typo in the address',
  'the mailbox was deleted or its address changed',
  'a stale address-book entry: the old X.500 address is missing on the new mailbox',
] as const;

export const STATUS_TABLE = {
  '2.x.x': {
    code: '2.x.x',
    meaning: 'Success: the step was done, or the message delivered.',
    causes: [],
    nextCheck: NOTHING_TO_DO,
    source: RFC,
  },
  '2.1.0': {
    code: '2.1.0',
    meaning: 'The sender address was accepted.',
    causes: [],
    nextCheck: NOTHING_TO_DO,
    source: RFC,
  },
  '2.1.5': {
    code: '2.1.5',
    meaning:
      'The recipient address is valid. This alone does not mean that the message was delivered.',
    causes: [],
    nextCheck: NOTHING_TO_DO,
    source: RFC,
  },
  '2.6.0': {
    code: '2.6.0',
    meaning:
      'The message was taken. Exchange answers so once it has queued a message for delivery.',
    causes: [],
    nextCheck: 'Go on in the log of the server that gave this answer: the message is with it.',
    source: RFC,
  },

  '4.x.x': {
    code: '4.x.x',
    meaning:
      'A failure that may pass: the message is in order, and the sending server keeps it and tries again.',
    causes: ['the other side is not ready now', 'the network between the two is not ready now'],
    nextCheck:
      'Wait for the next attempt, then see whether other messages for the same destination retry too.',
    source: RFC,
  },
  '4.1.x': {
    code: '4.1.x',
    meaning: 'An address cannot be checked or used just now.',
    causes: [
      'the directory or DNS of the other side does not answer',
      'the domain of the sender does not resolve',
    ],
    nextCheck:
      'Resolve the domains of sender and recipient with nslookup, from outside as well, and wait for the next attempt.',
    source: RFC,
  },
  '4.2.x': {
    code: '4.2.x',
    meaning: 'The mailbox is not available now.',
    causes: [
      'the store is dismounted',
      'the disk of the store is full',
      'the server is overloaded',
    ],
    nextCheck: CHECK.store,
    source: RFC,
  },
  '4.2.1': {
    code: '4.2.1',
    meaning: 'The mailbox takes no messages for now.',
    causes: [
      'the mailbox is disabled or being moved',
      'its store is dismounted',
      'it received too much within a short time',
    ],
    nextCheck: CHECK.store,
    source: RFC,
  },
  '4.2.2': {
    code: '4.2.2',
    meaning: 'The mailbox is full, and the other side hopes that room will be made.',
    causes: MAILBOX_FULL,
    nextCheck: CHECK.quota,
    source: EXCHANGE,
  },
  '4.3.x': {
    code: '4.3.x',
    meaning: 'The mail system of the other side is not available now.',
    causes: ['the store or a service is stopped', 'a disk is full', 'the server is overloaded'],
    nextCheck: CHECK.store,
    source: RFC,
  },
  '4.3.1': {
    code: '4.3.1',
    meaning: 'The server has no room or no memory left to take the message.',
    causes: ['the disk with the queue is full', 'memory or file handles are used up'],
    nextCheck:
      'Check free space on the disk that holds the queue of the server that answered, then its memory.',
    source: EXCHANGE,
  },
  '4.3.2': {
    code: '4.3.2',
    meaning:
      'The server takes no messages for now. In a report of Exchange: an administrator removed the message from a queue.',
    causes: [
      'the server is shutting down or in maintenance',
      'an administrator acted in the queue viewer',
    ],
    nextCheck: 'Ask the administrators of the server that answered what they did at that time.',
    source: EXCHANGE,
  },
  '4.4.x': {
    code: '4.4.x',
    meaning: 'The network or the routing to the next hop does not work now.',
    causes: NEXT_HOP_SILENT,
    nextCheck: CHECK.connection,
    source: RFC,
  },
  '4.4.0': {
    code: '4.4.0',
    meaning:
      'The next hop could not be reached or did not take the message. What it said, if anything, stands in the text.',
    causes: ['the name of the next hop does not resolve', ...NEXT_HOP_SILENT],
    nextCheck: CHECK.connection,
    source: MODERN,
  },
  '4.4.1': {
    code: '4.4.1',
    meaning: 'The next hop does not answer.',
    causes: NEXT_HOP_SILENT,
    nextCheck: CHECK.connection,
    source: EXCHANGE,
  },
  '4.4.2': {
    code: '4.4.2',
    meaning: 'The connection to the next hop was dropped within the session.',
    causes: [
      'a firewall or an SMTP proxy cuts the session',
      'the remote server is overloaded or gave up',
      'large packets do not get through',
    ],
    nextCheck: CHECK.connection,
    source: EXCHANGE,
  },
  '4.4.3': {
    code: '4.4.3',
    meaning: 'A directory that routing needs, DNS above all, does not answer.',
    causes: ['the DNS server is down or not reachable', 'the zone of the domain is broken'],
    nextCheck: CHECK.dns,
    source: RFC,
  },
  '4.4.4': {
    code: '4.4.4',
    meaning: 'There is no route to the recipient for now.',
    causes: ['the domain has no MX record that resolves', 'the connector is down'],
    nextCheck: CHECK.connector,
    source: RFC,
  },
  '4.4.5': {
    code: '4.4.5',
    meaning: 'The other side has too much mail to do.',
    causes: ['a flood of messages', 'too few resources on the remote server'],
    nextCheck:
      'Wait for the next attempt; ask the operator of the other side if it lasts for hours.',
    source: RFC,
  },
  '4.4.6': {
    code: '4.4.6',
    meaning: 'The message went through too many servers: a loop.',
    causes: LOOP,
    nextCheck: CHECK.loop,
    source: EXCHANGE,
  },
  '4.4.7': {
    code: '4.4.7',
    meaning:
      'The message expired in the queue: no attempt succeeded in the time allowed, usually two days.',
    causes: [
      'the next hop did not answer or kept refusing for the whole time',
      'the name of the next hop does not resolve',
      'the remote server refuses this one, for instance for its PTR record',
    ],
    nextCheck:
      'Trace the original message for its last attempts, then test DNS and port 25 of the next hop by hand before it is sent again.',
    source: EXCHANGE,
  },
  '4.5.x': {
    code: '4.5.x',
    meaning: 'The two servers did not understand each other in the SMTP session, for now.',
    causes: [
      'a firewall or an SMTP proxy changes commands or replies',
      'too many recipients or messages in one session',
    ],
    nextCheck: CHECK.protocol,
    source: RFC,
  },
  '4.6.x': {
    code: '4.6.x',
    meaning: 'The content of the message cannot be handled for now.',
    causes: ['a conversion that the message needs fails just now'],
    nextCheck: CHECK.content,
    source: RFC,
  },
  '4.7.x': {
    code: '4.7.x',
    meaning: 'The other side refuses the message for now, as a matter of policy.',
    causes: ['greylisting, which passes after some minutes', 'a poor reputation of the sender'],
    nextCheck:
      'Wait for the next attempt, from the same address. If it lasts for hours, check SPF, the PTR record and blocklists for the sending address.',
    source: RFC,
  },
  '4.7.0': {
    code: '4.7.0',
    meaning:
      'The server refuses the message for now. Exchange 2013 and later say so when their front end finds no transport service that takes it.',
    causes: [
      'the transport service behind the front end is stopped or short of disk space or memory',
      'greylisting or a rate limit of the other side',
    ],
    nextCheck:
      'If one of our servers answered, check its transport service, its server components and its DNS settings; else wait for the next attempt.',
    source: MODERN,
  },
  '4.7.1': {
    code: '4.7.1',
    meaning:
      'The other side does not let this message in for now. It is the usual answer of greylisting.',
    causes: ['greylisting, which passes after some minutes', 'a rate limit or a poor reputation'],
    nextCheck:
      'Wait for the next attempt, from the same address. If it lasts for hours, read the text beside the code.',
    source: RFC,
  },

  '4.7.500': {
    code: '4.7.500',
    meaning: 'Exchange Online takes less from this sender or address for now.',
    causes: ['a flood of messages from one address', 'a poor reputation of the sending address'],
    nextCheck: 'Wait for the next attempt; if it lasts for hours, check blocklists.',
    source: MODERN,
  },

  '5.x.x': {
    code: '5.x.x',
    meaning:
      'A failure for good: sending the same message again will not help before something is changed.',
    causes: ['the address, the message or the sender is not accepted'],
    nextCheck: 'Read the text beside the code in the report; it says more than the number.',
    source: RFC,
  },
  '5.0.0': {
    code: '5.0.0',
    meaning: 'A failure without a reason given. In Exchange often: no route to the recipient.',
    causes: [
      'no connector covers the address space of the recipient',
      'DNS says for certain that the host does not exist',
    ],
    nextCheck: CHECK.connector,
    source: 'RFC 3463; KB 284204, KB 284945',
  },
  '5.1.x': {
    code: '5.1.x',
    meaning: 'An address is wrong: that of the recipient, or that of the sender.',
    causes: NO_RECIPIENT,
    nextCheck: CHECK.address,
    source: RFC,
  },
  '5.1.0': {
    code: '5.1.0',
    meaning: 'There is no such recipient, or the address is wrong in another way.',
    causes: NO_RECIPIENT,
    nextCheck: CHECK.address,
    source: EXCHANGE,
  },
  '5.1.1': {
    code: '5.1.1',
    meaning: 'There is no such recipient at that domain.',
    causes: NO_RECIPIENT,
    nextCheck: CHECK.address,
    source: EXCHANGE,
  },
  '5.1.2': {
    code: '5.1.2',
    meaning: 'The domain of the recipient does not exist or takes no mail.',
    causes: ['a typo in the domain', 'the domain has no MX record'],
    nextCheck: CHECK.dns,
    source: RFC,
  },
  '5.1.3': {
    code: '5.1.3',
    meaning: 'The address of the recipient is not well formed.',
    causes: [
      'a blank, a quote or another stray character',
      'a contact with a broken target address',
    ],
    nextCheck: CHECK.address,
    source: EXCHANGE,
  },
  '5.1.4': {
    code: '5.1.4',
    meaning: 'The address belongs to more than one recipient.',
    causes: ['two objects of the directory have the same proxy address'],
    nextCheck:
      'Search Active Directory for proxyAddresses=smtp:ADDRESS, and take the address away from all objects but one.',
    source: EXCHANGE,
  },
  '5.1.5': {
    code: '5.1.5',
    meaning:
      'By the standard the address is valid. Exchange refuses so a domain that is reserved for documents (example.com).',
    causes: ['a test or a form with an invented address'],
    nextCheck: 'Find what sends to that address, and correct it there.',
    source: MODERN,
  },
  '5.1.6': {
    code: '5.1.6',
    meaning: 'The recipient has moved and left no forwarding address.',
    causes: ['the mailbox was moved to another system'],
    nextCheck: CHECK.address,
    source: RFC,
  },
  '5.1.7': {
    code: '5.1.7',
    meaning: 'The address of the sender is not well formed.',
    causes: ['the program that sends is set up wrongly', 'the sender has no valid SMTP address'],
    nextCheck: 'Check mail and proxyAddresses of the sender, or the settings of the program.',
    source: RFC,
  },
  '5.1.8': {
    code: '5.1.8',
    meaning: 'The domain of the sender does not exist or takes no mail.',
    causes: ['an internal name stands in the sender address', 'the domain has no MX record'],
    nextCheck: 'Run "nslookup -type=mx" for the domain of the sender, as seen from outside.',
    source: RFC,
  },
  '5.1.10': {
    code: '5.1.10',
    meaning:
      'There is no such recipient, as Exchange 2013 and later say it. By the standard: the domain states that it takes no mail at all.',
    causes: [...NO_RECIPIENT, 'the domain has a null MX record'],
    nextCheck: CHECK.address,
    source: 'RFC 7505; Microsoft, NDR codes of Exchange Online',
  },
  '5.2.x': {
    code: '5.2.x',
    meaning: 'The mailbox exists but does not take the message.',
    causes: ['the mailbox is disabled or full', 'the message is too large for it'],
    nextCheck: 'Check the mailbox: enabled, limits, delivery restrictions.',
    source: RFC,
  },
  '5.2.0': {
    code: '5.2.0',
    meaning: 'The store could not save the message in the mailbox, for good.',
    causes: [
      'a quota or a limit of the mailbox or public folder',
      'permissions of the mailbox or public folder are broken',
      'the message is damaged',
    ],
    nextCheck:
      'Read the text beside the code: the word that ends in Exception names what the store did not like.',
    source: MODERN,
  },
  '5.2.1': {
    code: '5.2.1',
    meaning: 'The mailbox is disabled and takes no messages.',
    causes: ['the account or mailbox was disabled'],
    nextCheck:
      'Check the account of the recipient in the directory, and whether mail goes elsewhere now.',
    source: EXCHANGE,
  },
  '5.2.2': {
    code: '5.2.2',
    meaning: 'The mailbox is full.',
    causes: MAILBOX_FULL,
    nextCheck: CHECK.quota,
    source: EXCHANGE,
  },
  '5.2.3': {
    code: '5.2.3',
    meaning: 'The message is larger than the recipient may receive.',
    causes: TOO_LARGE,
    nextCheck: CHECK.size,
    source: EXCHANGE,
  },
  '5.2.4': {
    code: '5.2.4',
    meaning: 'The distribution list could not be expanded.',
    causes: ['the list has no members or a broken filter', 'its expansion server is not available'],
    nextCheck: 'Check the members of the list and its expansion server.',
    source: EXCHANGE,
  },
  '5.3.x': {
    code: '5.3.x',
    meaning: 'The mail system of the other side cannot handle the message.',
    causes: ['it is full or set up wrongly', 'the message is too large for it'],
    nextCheck: 'Give the operator of that server the code, the text beside it and the time.',
    source: RFC,
  },
  '5.3.0': {
    code: '5.3.0',
    meaning: 'The mail system failed at the message and gave up.',
    causes: ['the message is malformed and was put in the poison queue'],
    nextCheck: 'Look into the poison queue of the server that answered.',
    source: MODERN,
  },
  '5.3.1': {
    code: '5.3.1',
    meaning: 'The mail system is full.',
    causes: ['the disk of the server is full'],
    nextCheck: CHECK.store,
    source: RFC,
  },
  '5.3.2': {
    code: '5.3.2',
    meaning: 'The server takes no messages from the network.',
    causes: ['the server is switched off for mail', 'it serves other hosts only'],
    nextCheck: CHECK.dns,
    source: RFC,
  },
  '5.3.3': {
    code: '5.3.3',
    meaning: 'The server lacks something that the message needs.',
    causes: ['the remote server does not know an SMTP extension', 'its disk is full'],
    nextCheck: CHECK.protocol,
    source: EXCHANGE,
  },
  '5.3.4': {
    code: '5.3.4',
    meaning: 'The message is too large for a server on the way.',
    causes: TOO_LARGE,
    nextCheck: CHECK.size,
    source: RFC,
  },
  '5.3.5': {
    code: '5.3.5',
    meaning:
      'The mail system is set up wrongly; in Exchange mostly a server that would send to itself.',
    causes: LOOP,
    nextCheck:
      'Check smart host, FQDN and MX records of the virtual server: none of them may lead back to it.',
    source: EXCHANGE,
  },
  '5.4.x': {
    code: '5.4.x',
    meaning: 'The network or the routing to the recipient fails for good.',
    causes: ['DNS does not lead to a host that takes the mail', 'no connector covers the domain'],
    nextCheck: CHECK.connector,
    source: RFC,
  },
  '5.4.0': {
    code: '5.4.0',
    meaning: 'Routing failed; in Exchange mostly a name that does not resolve.',
    causes: [
      'DNS says for certain that the host does not exist',
      'the smart host is entered wrongly',
    ],
    nextCheck: CHECK.dns,
    source: EXCHANGE,
  },
  '5.4.1': {
    code: '5.4.1',
    meaning: 'No host answers for the recipient, or none lets the message through.',
    causes: ['DNS names a host that is down', 'the connector leads nowhere', ...NEXT_HOP_SILENT],
    nextCheck: CHECK.connector,
    source: RFC,
  },
  '5.4.2': {
    code: '5.4.2',
    meaning: 'The connection broke and the sender gave up.',
    causes: NEXT_HOP_SILENT,
    nextCheck: CHECK.connection,
    source: RFC,
  },
  '5.4.3': {
    code: '5.4.3',
    meaning: 'A directory that routing needs, DNS above all, did not answer.',
    causes: ['the DNS server is down or not reachable'],
    nextCheck: CHECK.dns,
    source: RFC,
  },
  '5.4.4': {
    code: '5.4.4',
    meaning: 'There is no route to the recipient.',
    causes: ['the domain has no MX record that resolves', 'no connector covers the domain'],
    nextCheck: CHECK.connector,
    source: EXCHANGE,
  },
  '5.4.6': {
    code: '5.4.6',
    meaning: 'The message runs in a loop.',
    causes: [...LOOP, 'the alternate recipient leads back to the mailbox'],
    nextCheck: CHECK.loop,
    source: EXCHANGE,
  },
  '5.4.7': {
    code: '5.4.7',
    meaning: 'The message was not delivered within the time allowed.',
    causes: ['the next hop did not answer or kept refusing for the whole time'],
    nextCheck: CHECK.connection,
    source: RFC,
  },
  '5.4.8': {
    code: '5.4.8',
    meaning: 'Exchange would send the message to itself. The standard does not know this code.',
    causes: LOOP,
    nextCheck:
      'Check smart host, FQDN, MX records and recipient policies: none of them may lead back to the server.',
    source: 'KB 284204',
  },
  '5.4.14': {
    code: '5.4.14',
    meaning: 'The message runs in a loop, as Exchange Online says it.',
    causes: [...LOOP, 'a connector of the cloud and one of ours send to each other'],
    nextCheck: CHECK.loop,
    source: MODERN,
  },
  '5.4.310': {
    code: '5.4.310',
    meaning:
      'DNS says that the domain of the recipient does not exist, as Exchange Online says it.',
    causes: ['a typo in the domain', 'the domain has no MX record'],
    nextCheck: CHECK.dns,
    source: MODERN,
  },
  '5.4.316': {
    code: '5.4.316',
    meaning: 'The message expired: the next hop refused the connection for the whole time.',
    causes: NEXT_HOP_SILENT,
    nextCheck: CHECK.connection,
    source: MODERN,
  },
  '5.5.x': {
    code: '5.5.x',
    meaning: 'The two servers did not understand each other in the SMTP session.',
    causes: [
      'a firewall or an SMTP proxy changes commands or replies',
      'the remote server does not know a command',
    ],
    nextCheck: CHECK.protocol,
    source: RFC,
  },
  '5.5.0': {
    code: '5.5.0',
    meaning: 'The SMTP session failed and Exchange found no way to talk with the remote server.',
    causes: [
      'this server has no PTR record, or a wrong one',
      'trouble with the protocol, such as an SMTP proxy in between',
    ],
    nextCheck:
      'Run "nslookup IP" with the address of this server, and read event 4000 of MSExchangeTransport in the Application log at that time.',
    source: FIELD,
  },
  '5.5.1': {
    code: '5.5.1',
    meaning: 'The other side did not know a command, or not at that point of the session.',
    causes: ['a firewall or an SMTP proxy removes commands', 'ESMTP with a server that lacks it'],
    nextCheck: CHECK.protocol,
    source: RFC,
  },
  '5.5.2': {
    code: '5.5.2',
    meaning: 'A command was not well formed.',
    causes: ['a stray character in an address', 'a bare line feed in the message'],
    nextCheck: CHECK.protocol,
    source: RFC,
  },
  '5.5.3': {
    code: '5.5.3',
    meaning: 'The message has too many recipients.',
    causes: ['a limit on recipients of the sender, a connector or a server is exceeded'],
    nextCheck: 'Compare the number of recipients, in the trace, with the limits on the way.',
    source: EXCHANGE,
  },
  '5.5.4': {
    code: '5.5.4',
    meaning:
      'A command had an argument that the other side does not accept; the transaction failed.',
    causes: [
      'the HELO name of this server is wrong',
      'this server has no PTR record, or a wrong one',
      'an unknown parameter in MAIL FROM or RCPT TO',
    ],
    nextCheck: CHECK.protocol,
    source: FIELD,
  },
  '5.6.x': {
    code: '5.6.x',
    meaning: 'The content of the message cannot be handled.',
    causes: ['an attachment or a part is damaged', 'the other side knows no such format'],
    nextCheck: CHECK.content,
    source: RFC,
  },
  '5.6.1': {
    code: '5.6.1',
    meaning: 'The other side does not support the type of the content.',
    causes: ['a forbidden or unknown type of attachment'],
    nextCheck: CHECK.content,
    source: RFC,
  },
  '5.6.3': {
    code: '5.6.3',
    meaning: 'The content would have to be converted, and the server cannot do that.',
    causes: ['too many or too deeply nested parts', 'an 8-bit message for a 7-bit server'],
    nextCheck: CHECK.content,
    source: RFC,
  },
  '5.7.x': {
    code: '5.7.x',
    meaning:
      'The other side refuses the message as a matter of policy, or the sender is not authenticated.',
    causes: [
      'SPF, DKIM or DMARC do not hold for the sending domain',
      'the sending address is on a blocklist',
      'the sender may not send to this recipient',
    ],
    nextCheck: CHECK.reputation,
    source: RFC,
  },
  '5.7.0': {
    code: '5.7.0',
    meaning: 'Refused for security. With reply 530 it says "must issue a STARTTLS command first".',
    causes: ['the other side demands TLS', 'the other side demands a login'],
    nextCheck:
      'Send EHLO by hand on port 25 of the next hop: if STARTTLS is listed, demand TLS on the connector to that domain.',
    source: FIELD,
  },
  '5.7.1': {
    code: '5.7.1',
    meaning: 'The other side does not allow this message.',
    causes: [
      'the server does not relay for this sender and recipient',
      'the sender may not write to this recipient or list',
      'a filter or a blocklist of the other side',
    ],
    nextCheck: CHECK.refusal,
    source: EXCHANGE,
  },
  '5.7.2': {
    code: '5.7.2',
    meaning: 'The sender may not send to this distribution list.',
    causes: ['the list takes messages of certain senders only'],
    nextCheck: 'Check the message restrictions of the list.',
    source: RFC,
  },
  '5.7.3': {
    code: '5.7.3',
    meaning:
      'The message would need a security that the server cannot give. In Exchange mostly: the sender is not authenticated.',
    causes: [
      'the recipient takes messages of authenticated senders only',
      'authentication between two Exchange servers fails',
    ],
    nextCheck:
      'Check the restrictions of the recipient, then the authentication of the connector between the two servers.',
    source: EXCHANGE,
  },
  '5.7.8': {
    code: '5.7.8',
    meaning: 'The login of the sending server or client was not accepted.',
    causes: ['a wrong or expired password', 'a kind of login that the other side does not offer'],
    nextCheck: 'Check the account that the connector or the client logs in with.',
    source: 'RFC 4954',
  },
  '5.7.12': {
    code: '5.7.12',
    meaning: 'The recipient takes no mail from outside its organisation.',
    causes: ['the mailbox or group is closed to senders from outside'],
    nextCheck: 'Check the message restrictions of the recipient.',
    source: MODERN,
  },
  '5.7.20': {
    code: '5.7.20',
    meaning: 'No DKIM signature of the message holds.',
    causes: ['the message is not signed', 'a server on the way changed it after signing'],
    nextCheck: CHECK.reputation,
    source: 'RFC 7372',
  },
  '5.7.23': {
    code: '5.7.23',
    meaning: 'The SPF record of the sending domain does not allow the sending address.',
    causes: ['the address is missing in the record', 'the message was forwarded by another host'],
    nextCheck: CHECK.reputation,
    source: 'RFC 7372',
  },
  '5.7.25': {
    code: '5.7.25',
    meaning: 'The sending address has no PTR record, or its name does not lead back to it.',
    causes: [
      'the PTR record is missing or wrong',
      'the message left from another address than usual',
    ],
    nextCheck:
      'Run "nslookup IP" with the sending address, then look the name up that it gives: it has to lead back to the same address.',
    source: 'RFC 7372',
  },
  '5.7.26': {
    code: '5.7.26',
    meaning: 'More than one check of the sender failed, such as SPF and DKIM.',
    causes: ['SPF and DKIM both fail, so DMARC does too', 'a forwarder broke both'],
    nextCheck: CHECK.reputation,
    source: 'RFC 7372',
  },
  '5.7.27': {
    code: '5.7.27',
    meaning: 'The domain of the sender states that it takes no mail, so it may send none.',
    causes: ['the domain of the sender has a null MX record'],
    nextCheck: 'Run "nslookup -type=mx" for the domain of the sender.',
    source: 'RFC 7505',
  },
  '5.7.54': {
    code: '5.7.54',
    meaning: 'The server does not relay: the domain of the recipient is none of its own.',
    causes: [
      'an application or a device sends to the outside without a login',
      'the domain is missing among the accepted domains',
    ],
    nextCheck: CHECK.refusal,
    source: MODERN,
  },
  '5.7.57': {
    code: '5.7.57',
    meaning: 'The server takes no mail from a client without a login.',
    causes: ['an application, a device or another server sends without a login'],
    nextCheck: 'Check the account of the sending program, and which connector took the session.',
    source: MODERN,
  },
  '5.7.60': {
    code: '5.7.60',
    meaning: 'The client may not send with this sender address.',
    causes: ['the sender address is not that of the account, and the right Send As is missing'],
    nextCheck: 'Compare the sender address with the account, and check the permission Send As.',
    source: MODERN,
  },
  '5.7.64': {
    code: '5.7.64',
    meaning:
      'Exchange Online does not relay: it does not know the sending server or domain as ours.',
    causes: [
      'the certificate or address of the sending server is none that the inbound connector expects',
      'the domain of the sender is none of the tenant',
    ],
    nextCheck: 'Compare the inbound connector of the tenant with the certificate of the server.',
    source: MODERN,
  },
  '5.7.124': {
    code: '5.7.124',
    meaning: 'The sender is not among those who may write to this group.',
    causes: ['the group takes messages of certain senders only'],
    nextCheck: 'Check the message restrictions of the group.',
    source: MODERN,
  },
  '5.7.133': {
    code: '5.7.133',
    meaning: 'The group takes messages of senders inside its organisation only.',
    causes: ['the group is closed to senders from outside, as new groups are'],
    nextCheck: 'Check whether the group requires senders to be authenticated.',
    source: MODERN,
  },
  '5.7.134': {
    code: '5.7.134',
    meaning: 'The mailbox takes messages of senders inside its organisation only.',
    causes: ['the mailbox is closed to senders from outside'],
    nextCheck: 'Check whether the mailbox requires senders to be authenticated.',
    source: MODERN,
  },
  '5.7.136': {
    code: '5.7.136',
    meaning: 'The recipient takes messages of senders inside its organisation only.',
    causes: ['the mail user is closed to senders from outside'],
    nextCheck: 'Check whether the recipient requires senders to be authenticated.',
    source: MODERN,
  },
} as const satisfies Record<StatusCode, StatusEntry>;

const entriesByCode = new Map<string, StatusEntry>(Object.entries(STATUS_TABLE));

/** The lookahead and lookbehind keep addresses such as 5.1.1.9 and builds such as 5.0.2195 out. */
const WRITTEN_CODE = /(?<![\w.])([245])\.(\d{1,3}|x)\.(\d{1,3}|x)(?!\w|\.\w)/;

/**
 * The row that fits the first status code in a text ("5.5.0", "550 5.7.1 ...", "#5.1.1"): that of the code itself,
 * else of its family (`4.2.x`), else of its class (`4.x.x`). The row's own `code` tells which. Undefined when the
 * text holds no status code.
 */
export function findStatus(code: string): StatusEntry | undefined {
  const written = WRITTEN_CODE.exec(code.toLowerCase());
  if (written === null) return undefined;
  const [, level, subject, detail] = written;
  return (
    entriesByCode.get(`${level}.${subject}.${detail}`) ??
    entriesByCode.get(`${level}.${subject}.x`) ??
    entriesByCode.get(`${level}.x.x`)
  );
}
