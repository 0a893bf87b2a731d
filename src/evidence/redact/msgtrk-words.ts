import { MSGTRK_EVENT_IDS, MSGTRK_SOURCES } from '../../catalogue/msgtrk-codes.ts';

/*
 * Words that raw lines of modern logs keep: values of closed lists, which tell of nobody. All else that is text goes.
 */

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** `directionality`; Exchange Online writes numbers. */
const DIRECTIONS = words('Originating Incoming Undefined 0 1 2');
/** `transport-traffic-type` */
const TRAFFIC = words('Email Journal');
/** What a recipient is, in `recipient-status` of RECEIVE. */
const RECIPIENT_TYPES = words('To Cc Bcc Unknown');
/** Values of `custom-data`. */
const CUSTOM_VALUES = words(
  'None Low Normal High Internet Hosted Unknown OnPremises True False Failed',
);
/** Programs that hand mail in, and what Exchange itself does so by. */
const CLIENT_TYPES = words(`
  User RPCHTTP OWA EWS EAS AirSync MOMT POP POP3 IMAP IMAP4 MAPI HTTP REST Assistants Transport System Monitoring TimeBasedAssistants EventBasedAssistants
  MailboxTransportSubmissionEmailAssistant`);
/** Parts of a message class, which dots part. */
const CLASS_PARTS = words(`
  IPM Note Schedule Meeting Request Canceled Resp Pos Neg Tent Appointment Task Rules ReplyTemplate OofTemplate Microsoft REPORT NDR
  IPNRN IPNNRN DR StorageQuotaWarning Warning SMIME MultipartSigned`);
/** What servers say when they take a recipient or a mail. */
export const ANSWERS = ['Recipient OK', 'Queued mail for delivery'];
/** Whole texts of `source-context`, `reference` and replies. */
const PHRASES = [
  ...words('Failure Delay Delayed Expanded Relay Delivery Success Resolver Journaling'),
  'CatContentConversion',
  'Journal Agent',
  'Transport Rule Agent',
  'Inbox Rules',
  'Malware Agent',
  'Content Filter Agent',
  'Sender Filter Agent',
  'Recipient Filter Agent',
  'No suitable shadow servers',
  ...ANSWERS,
];

function isOneOf(list: readonly string[]): (text: string) => boolean {
  const known = new Set(list.map((word) => word.toLowerCase()));
  return (text) => known.has(text.toLowerCase());
}

export const isEventId = isOneOf(MSGTRK_EVENT_IDS);
export const isSource = isOneOf(MSGTRK_SOURCES);
export const isDirection = isOneOf(DIRECTIONS);
export const isTraffic = isOneOf(TRAFFIC);
export const isRecipientType = isOneOf(RECIPIENT_TYPES);
export const isCustomValue = isOneOf(CUSTOM_VALUES);
export const isClientType = isOneOf(CLIENT_TYPES);
export const isClassPart = isOneOf(CLASS_PARTS);
export const isPhrase = isOneOf(PHRASES);

/** Keys of `custom-data` whose values are words. */
export const WORD_KEYS = words('IncludeInSla DeliveryPriority ToEntity FromEntity Replication');
/** Other keys of it. */
export const NUMBER_KEYS = words('E2ELatency ExternalSendLatency');
export const HOST_KEYS = words(
  'FirstForestHop ProxyHop1 ProxiedClientIPAddress ProxiedClientHostname',
);
export const ID_KEYS = words('MailboxDatabaseGuid MailboxDatabaseName ItemEntryId');
/** What agents write of the message, and rules by their names: nothing but the key stays. */
export const AGENT_KEYS = words('AMA TRA SFA CompCost MessageValue');

/** Words as they stand beside others in a field. */
function composed(): string[] {
  const data = WORD_KEYS.flatMap((key) => CUSTOM_VALUES.map((value) => `S:${key}=${value}`));
  const keys = [...NUMBER_KEYS, ...HOST_KEYS, ...ID_KEYS, ...AGENT_KEYS].map((key) => `S:${key}=`);
  const clients = CLIENT_TYPES.flatMap((type) => [
    `ClientType:${type}`,
    `SubmissionAssistant:${type}`,
  ]);
  const classes = CLASS_PARTS.map((part) => `MessageClass:IPM.${part}`);
  return [...data, ...keys, ...clients, ...classes, 'SRV=', 'LSRV=', 'ClientSubmitTime:', '04I:'];
}

/** All of them but event ids and sources, which reports name too. */
export const MSGTRK_WORDS: readonly string[] = [
  ...composed(),
  ...DIRECTIONS,
  ...TRAFFIC,
  ...RECIPIENT_TYPES,
  ...CUSTOM_VALUES,
  ...CLIENT_TYPES,
  ...CLASS_PARTS,
  ...PHRASES,
];
