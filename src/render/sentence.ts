import { STAGE_TABLE } from '../catalogue/stages.ts';
import { isOpenState } from '../model/stage.ts';
import type { Stage } from '../model/stage.ts';
import type { EventReport, RecipientReport } from '../model/report.ts';
import { formatDuration } from '../model/time.ts';
import { formatInZone } from '../model/zone.ts';
import type { View } from './style.ts';
import { isOpen } from './urgency.ts';
import { clip, clipWords } from './visible.ts';

/** Characters; only names that are no names make more. */
const SENTENCE = 1000;

/** Names of hosts are shorter, but for made-up ones. */
export const LONGEST_NAME = 80;

/** The verdict in one sentence: where it is, since when. */
export function verdictSentence(report: RecipientReport, view: View): string {
  const who =
    report.recipient === null ? 'Recipients that no line names' : clip(report.recipient, 120);
  return `${who}: ${clipWords(statePhrase(report, view).slice(0, SENTENCE), LONGEST_NAME)}`;
}

function statePhrase(report: RecipientReport, view: View): string {
  const { state, stage, server, since } = report;
  const at = formatInZone(Date.parse(since), view.zone);
  const to = report.nextHop ?? 'the next server';
  if (state === 'lost')
    return `it was LOST between ${server} and ${to}: handed over at ${at}, never logged there.`;
  if (state === 'unlogged')
    return `it left ${server} for ${to} at ${at}; no log of that server that is loaded covers that time.`;
  if (state === 'expanded')
    return `it is a list that was expanded on ${server}; its members are listed on their own.`;
  if (stage === null) return `it was seen on ${server}; no known event says where it is.`;
  if (state === 'waiting' && stage === 'transferred')
    return `it was handed over from ${server} to ${to} at ${at} and is expected there.`;
  const phrase = phraseOf(report, stage);
  if (isOpenState(state)) {
    const age = report.ageSeconds === null ? '' : ` (${formatDuration(report.ageSeconds)})`;
    return `it is ${phrase} on ${server} since ${at}${age}${more(report)}.`;
  }
  const end = firstDelivery(report) ?? { server, at: endedAt(report) };
  return `it ${phrase} on ${end.server} at ${formatInZone(Date.parse(end.at), view.zone)}.`;
}

/** Where the last event only says that it was delivered before: the delivery that this means; null where no line tells of it. */
function firstDelivery({
  server,
  state,
  hops,
}: RecipientReport): { readonly server: string; readonly at: string } | null {
  const here = hops.find((hop) => hop.server === server)?.events ?? [];
  const end = here.findLast(({ stage }) => stage === 'delivered');
  if (state !== 'delivered' || !isEvent(end, 'DUPLICATEDELIVER')) return null;
  const deliveries = hops.flatMap((hop) =>
    hop.events.flatMap((event) =>
      isEvent(event, 'DELIVER') ? [{ server: hop.server, at: event.at }] : [],
    ),
  );
  return deliveries.toSorted((a, b) => (a.at < b.at ? -1 : 1))[0] ?? null;
}

/** Whether it is of a modern event id, whatever its source. */
function isEvent(event: EventReport | undefined, id: string): boolean {
  return event !== undefined && (event.event === id || event.event.startsWith(`${id}/`));
}

/** Exchange 2000 writes nothing between the categorizer and the end: the sentence must not choose. */
function phraseOf({ mayAlsoBe }: RecipientReport, stage: Stage): string {
  const { phrase } = STAGE_TABLE[stage];
  return mayAlsoBe.length === 0 ? phrase : `${phrase} or in a ${mayAlsoBe.join(' or a ')}`;
}

/** The event that ended it on the server that the verdict names; the last one, if none did. */
function endedAt(report: RecipientReport): string {
  const hop = report.hops.find(({ server, leftAt }) => server === report.server && leftAt !== null);
  return hop?.leftAt ?? report.lastEventAt;
}

function more({ nextHop, attempts, stage }: RecipientReport): string {
  const parts: string[] = [];
  if (nextHop !== null) parts.push(`next hop ${nextHop}`);
  if (attempts > 0 && (stage === 'transfer' || stage === 'remote-queue'))
    parts.push(attempts === 1 ? '1 try' : `${attempts} tries`);
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`;
}

/** State, stall and confidence in words: `WAITING · stalled in: queue · certain` */
export function verdictTag(report: RecipientReport): string {
  const { state, stall, confidence } = report;
  const stalled = isOpen(report) && stall !== null;
  return [state.toUpperCase(), ...(stalled ? [`stalled in: ${stall.place}`] : []), confidence].join(
    ' · ',
  );
}

/** Times that a sentence of the verdict holds in UTC, in the zone that is asked for. */
export function localise(text: string, zone: string): string {
  if (zone === 'UTC') return text;
  return text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/g, (time) =>
    formatInZone(Date.parse(time.replace(' ', 'T')), zone),
  );
}
