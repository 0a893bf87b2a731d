import { isOpenState } from '../model/stage.ts';
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
 * The sentences that a reason ends with: `mx1.fabrikam.example said 421 4.4.2 (Connection dropped): the connection broke within the session; it is
 * tried again. It was put off 6 times.` In our own words, since a reply may say anything; empty where nothing is known of it. `asOf`
 * (milliseconds UTC) is the moment that the recipient is judged at.
 */
export function detailSentence(detail: DetailReport, state: State, asOf: number): string {
  const { meaning } = detail;
  const said = saidPhrase(detail);
  const answer = meaning === null ? `${said}.` : `${said}: ${lowerFirst(meaning)}`;
  return [said === '' ? '' : answer, ...(isOpenState(state) ? triesTold(detail, asOf) : [])]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** How often it was put off, and when it is tried again; that no line tells of a try that was due is a finding of its own. */
function triesTold({ nextTryAt, timesPutOff }: DetailReport, asOf: number): string[] {
  const times = timesPutOff > 1 ? [`It was put off ${timesPutOff} times.`] : [];
  if (nextTryAt === null) return times;
  const at = Date.parse(nextTryAt);
  return [
    ...times,
    at < asOf
      ? `The next try was due at ${formatTime(at)}, and no line tells of it.`
      : `The next try is at ${formatTime(at)}.`,
  ];
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
