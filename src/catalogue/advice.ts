import type { Advice } from './types.ts';

/** Causes and first checks that event and stage tables share, so that both say the same of the same trouble. */
export const ADVICE = {
  submission: {
    causes: [
      'the SMTP service is stopped or hangs',
      'the store driver cannot hand the message to the SMTP service',
      'an antivirus product or an event sink holds the message',
    ],
    nextCheck:
      'Check that the Information Store and SMTP services run, read the Application log, and see whether the queue "Messages pending submission" grows.',
  },
  accepted: {
    causes: [
      'an event sink or an antivirus product holds the message before the categorizer',
      'the disk that holds the Queue folder is full or slow',
      'a flood of messages is ahead of it',
    ],
    nextCheck:
      'Look at the length of "Messages pending submission" and at the disk that holds the Queue folder of the virtual server, then at the event sinks and antivirus products installed there.',
  },
  categorizer: {
    causes: [
      'no global catalog server can be reached',
      'DNS does not lead the server to a global catalog',
      'an address attribute of the recipient is empty, wrong or not replicated yet',
      'a distribution list is too large to be expanded soon',
    ],
    nextCheck:
      'Run "nslookup -type=srv _gc._tcp.FOREST" on the server, check mail and proxyAddresses of the recipient in Active Directory, and look at the queue "Messages awaiting directory lookup".',
  },
  routing: {
    causes: [
      'no connector covers the address space of the recipient',
      'link state says that the connector is down',
      'the routing engine is stopped or hangs',
    ],
    nextCheck:
      'Check that a connector covers the domain of the recipient and is up, then look at the queues "Messages waiting to be routed" and "Final destination currently unreachable".',
  },
  remote: {
    causes: [
      'the name of the next hop does not resolve',
      'port 25 is blocked on the way, or the next hop is down',
      'the remote server greylists or refuses this one',
      'this server has no PTR record, or one that does not match its HELO name',
      'this server sends from a dynamic address range and needs a smart host',
      'the remote server denies relaying or demands TLS',
    ],
    nextCheck:
      'Run "nslookup -type=mx DOMAIN", and "nslookup IP" with the address of this server for its PTR record. Open a session by hand on port 25 of the MX host with the lowest preference number: EHLO, MAIL FROM, RCPT TO, and read the replies. See also events 4000 and 4001 of MSExchangeTransport in the Application log.',
  },
  local: {
    causes: [
      'the mailbox store is dismounted or slow',
      'the mailbox is full or disabled',
      'an antivirus product on the store holds the message',
    ],
    nextCheck:
      'Check that the store of the mailbox is mounted, then the limits of the mailbox, and look at the queue "Local delivery".',
  },
  gateway: {
    causes: [
      'the MTA Stacks service is stopped',
      'the service of the connector or gateway is stopped',
      'the system behind the connector does not take the message',
    ],
    nextCheck:
      'Check that the MTA Stacks service and the service of the connector run, then look at the queue of that connector and at the X.400 queues.',
  },
  badmail: {
    causes: [
      'a non-delivery report could itself not be delivered',
      'a file in the Pickup folder could not be parsed',
      'SMTP is configured wrongly',
    ],
    nextCheck:
      'Look into the Badmail folder of the virtual server. From Exchange 2003 SP1 on the file is discarded unless MaxBadMailFolderSize is set, so the log line may be all there is.',
  },
  ndr: {
    causes: [
      'the recipient does not exist or may not receive this message',
      'the next hop refused the message for good',
      'the message expired in a queue, usually after two days',
    ],
    nextCheck:
      'Find the report, a message from <> to the original sender at this time or shortly after, and look up the status code in it.',
  },
  queueFailure: {
    causes: [
      'advanced queuing met an error that a retry does not cure',
      'the disk that holds the Queue folder is full or fails',
      'an event sink or an antivirus product fails on the message',
    ],
    nextCheck:
      'Read the Application log at this time for events of MSExchangeTransport, then look at the queue "Failed message retry queue"; once the cause is gone, have the message sent again.',
  },
  absorbed: {
    causes: [
      'the address that the report goes back to does not exist or cannot be routed to',
      'the report was not asked for, or there were too many of them',
    ],
    nextCheck:
      'Trace the message that the report speaks of: only the report is gone, and the sender was not told. Check that the sender address of that message is valid.',
  },
  handedOver: {
    causes: [
      'the next hop is outside the organisation, so its log is not ours',
      'the log of the next server for that UTC day is not loaded',
      'message tracking is off on the next server, as it is by default up to Exchange 2003',
      'the log of the next server was deleted when its days, often seven, were over',
    ],
    nextCheck:
      "Go on in the next server's log of that UTC day. If the next hop belongs to someone else, give its operator the message id, the recipient and this time.",
  },
  delivered: {
    causes: [],
    nextCheck:
      'Transport is done. If the user does not see the message, check inbox rules, forwarding and the view of the mail client.',
  },
} as const satisfies Record<string, Advice>;
