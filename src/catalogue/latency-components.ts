/** What one measure of `message-info` is of. */
export interface LatencyEntry {
  readonly name: string;
  /** A phrase for a table: no capital, no full stop. */
  readonly meaning: string;
  /** For a wait that a person should hear of: completes "it waited ___". */
  readonly wait: string | null;
}

function entry(name: string, meaning: string, wait: string | null = null): LatencyEntry {
  return { name, meaning, wait };
}

/*
 * Microsoft names none of these in its documents: what the letters stand for is inferred from where they appear in logs and headers, and from
 * names of services and agents that are known. Totals are those of one service.
 */

/** All that are known, those of one service together. */
export const LATENCY_COMPONENTS: readonly LatencyEntry[] = [
  entry('TOTAL', 'all of it on this server'),
  entry('TOTAL-FE', 'all of it in the Front End Transport service'),
  entry('TOTAL-HUB', 'all of it in the Transport service'),
  entry('TOTAL-SUB', 'all of it in the Mailbox Transport Submission service'),
  entry('SA', 'submission assistant: it notices what is in an Outbox'),
  entry('MTSS', 'Mailbox Transport Submission service'),
  entry('SMR', 'received by SMTP'),
  entry('SMRDE', 'received by SMTP: data, from outside'),
  entry('SMRDI', 'received by SMTP: data, from inside'),
  entry('SMRC', 'received by SMTP: written and confirmed'),
  entry('SMRCL', 'received by SMTP: written to the queue database'),
  entry('SMRCR', 'received by SMTP: copied to another server before it is confirmed'),
  entry('SMRPI', 'received by SMTP: agents of the session'),
  entry('QS', 'submission queue', 'in the submission queue'),
  entry('CAT', 'categorizer'),
  entry('CATOS', 'categorizer: agents, when it is submitted (OnSubmitted)'),
  entry('CATSM', 'categorizer: an agent, when it is submitted'),
  entry('CATRESL', 'categorizer: recipients are looked up and lists expanded'),
  entry('CATORES', 'categorizer: agents, when recipients are resolved (OnResolved)'),
  entry('CATRS', 'categorizer: an agent, when recipients are resolved'),
  entry('CATORT', 'categorizer: agents, when it is routed (OnRouted)'),
  entry('CATRT', 'categorizer: an agent, when it is routed'),
  entry('QDM', 'queue for mailboxes', 'in the queue for mailboxes'),
  entry('QDE', 'queue for other organisations', 'in the queue to the outside'),
  entry('QDI', 'queue for other servers of ours', 'in the queue for another server of ours'),
  entry('SMSC', 'connecting to the next server'),
  entry('SMSDR', 'connecting: DNS'),
  entry('SMS', 'sent by SMTP'),
  entry('SMSMBXD', 'sent by SMTP: the mailbox server delivers it'),
  entry('ETREX', 'mail flow rules'),
  entry('UNK', 'not accounted for'),
];

const byName = new Map(LATENCY_COMPONENTS.map((one) => [one.name, one]));

/** `X-...` is a measure beside the others; `-INC` and `-PEN` follow one that was not finished when the line was written. */
const DECORATION = /^X-|-(?:INC|PEN)$/g;

/** Most specific first: the name itself, without its decoration, then before an agent's name (`CATSM-Malware Agent`). Undefined: nobody knows. */
export function findLatencyComponent(name: string): LatencyEntry | undefined {
  const plain = name.replace(DECORATION, '');
  return byName.get(name) ?? byName.get(plain) ?? byName.get(plain.split('-')[0] ?? '');
}

/** What a component is, in words: that of an agent is called by it; as it is written where nobody knows. */
export function latencyMeaning(name: string): string {
  const agent = /^[A-Z]+-(?!INC$|PEN$)(.+)$/s.exec(name.replace(/^X-/, ''))?.[1];
  const entryOf = findLatencyComponent(name);
  if (entryOf === undefined) return name;
  if (agent === undefined || entryOf.name === name || name.startsWith('TOTAL'))
    return entryOf.meaning;
  return `agent ${agent}`;
}
