import type { State } from '../model/stage.ts';
import type { DetailReport } from '../model/latency.ts';
import { formatTime } from '../model/time.ts';

/** States that a reply explains; a message that came through in the end needs no reason. */
const EXPLAINED: ReadonlySet<State> = new Set([
  'waiting',
  'retrying',
  'ndr',
  'failed',
  'filtered',
  'badmail',
]);

/** Whether what a line says is why the recipient is in its state: it came after the last arrival, and no good end followed. */
export function isReasonFor(state: State, since: number, { at }: DetailReport): boolean {
  return EXPLAINED.has(state) && Date.parse(at) >= since;
}

/**
 * The sentence that a reason ends with: `mx1.fabrikam.example said 421 4.4.2 (Connection dropped): the connection broke within the session; it is
 * tried again.` In our own words, since a reply may say anything; empty where nothing is known of it.
 */
export function detailSentence(detail: DetailReport): string {
  const { meaning, nextTryAt } = detail;
  const said = saidPhrase(detail);
  const sentences: string[] = [];
  if (said !== '')
    sentences.push(meaning === null ? `${said}.` : `${said}: ${lowerFirst(meaning)}`);
  if (nextTryAt !== null)
    sentences.push(`The next try is at ${formatTime(Date.parse(nextTryAt))}.`);
  return sentences.join(' ');
}

/** `mx1.fabrikam.example said 421 4.4.2 (Connection dropped)` */
function saidPhrase({ replyCode, statusCode, reason, host, ip }: DetailReport): string {
  const codes = [replyCode, statusCode].filter((code) => code !== null).join(' ');
  if (codes === '' && reason === null) return '';
  const what = codes === '' ? (reason ?? '') : reason === null ? codes : `${codes} (${reason})`;
  const who = host ?? ip;
  return who === null ? `The answer was ${what}` : `${who} said ${what}`;
}

function lowerFirst(text: string): string {
  // A name stays as it is: DNS, Exchange Online.
  return /^[A-Z][a-z]+ /.test(text) && !/^(?:Exchange|By)\b/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
