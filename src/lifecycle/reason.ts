import { findEvent } from '../catalogue/events.ts';
import { eventKey, isMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import { STAGE_TABLE } from '../catalogue/stages.ts';
import { formatTime } from '../model/time.ts';
import { missingFiles } from './gap.ts';
import type { Gap } from './gap.ts';
import type { DecidingLeg } from './person.ts';
import { DELIVERY_LOG } from './server-logs.ts';
import type { LossDoubts, Transit } from './transit.ts';

/** `1034 (routed, queued for remote delivery)`, `DEFER/SMTP (delivery put off)` */
function eventText(code: number): string {
  const name = findEvent(code)?.name;
  return `${eventKey(code)} (${name ?? 'unknown event'})`;
}

export function notesReason(): string {
  return 'Only events that say nothing about where the message is were logged for it.';
}

export function expandedReason(server: string, at: number): string {
  return `The address stops at the categorizer and others go on, as with a list and its members, the first one on ${server} at ${formatTime(at)}.`;
}

interface OpenFacts {
  readonly facts: { readonly server: string; readonly asOf: number; readonly joined: boolean };
  readonly leg: DecidingLeg;
  /** Exchange 2000 after 1024: categorizer or queue. */
  readonly unclear2000: boolean;
  readonly judged: boolean;
}

export function openReason({ facts, leg, unclear2000, judged }: OpenFacts): string {
  const { mark, stage } = leg.state;
  const parts = [
    `The last event is ${eventText(mark.code)} at ${formatTime(mark.at)}`,
    judged
      ? `; the log of ${facts.server} goes on to ${formatTime(facts.asOf)} and tells no more of it.`
      : `; judged at ${formatTime(facts.asOf)}, it has not been on ${facts.server} long enough to say more.`,
  ];
  if (stage === 'transfer' && leg.hop.attempts > 1)
    parts.push(` ${leg.hop.attempts} transfers were begun there, and the last one never ended.`);
  if (unclear2000)
    parts.push(
      ' Exchange 2000 logs nothing between the categorizer and the end: it is in the categorizer or in a queue.',
    );
  if (facts.joined) parts.push(' Address forms before and after the categorizer were joined.');
  return parts.join('');
}

export function gapReason(server: string, gap: Gap): string {
  const span = `from ${formatTime(gap.from)} to ${formatTime(gap.to)}`;
  if (gap.why === 'missing-file')
    return `But ${missingFiles(gap)} of ${server} is missing, ${span}: what happened then is not known.`;
  const what = gap.why === 'missing-day' ? 'has no file' : 'is silent';
  return `But the log of ${server} ${what} ${span}: what happened then is not known.`;
}

export function handedOverReason(transit: Transit, leg: DecidingLeg): string {
  const { mark } = leg.state;
  const at = formatTime(mark.at);
  const to = transit.to;
  switch (transit.kind) {
    case 'transferred':
      if (!leg.state.handedOver && isMsgtrkCode(mark.code)) return stageReason(leg);
      if (!leg.state.handedOver)
        return `${eventText(mark.code)} at ${at}: it left for a transport that writes other logs, under another id.`;
      if (to === null)
        return `${eventText(mark.code)} at ${at}: it was handed over, the log does not say to whom.`;
      return `${eventText(mark.code)} at ${at}: it was handed over to ${to}, which is none of the servers whose logs are loaded.`;
    case 'waiting':
      return `${handedOver(transit, leg)}; ${itsLog(transit)} does not go on long enough after that to judge.`;
    case 'lost':
      return `${handedOver(transit, leg)}; ${itsLog(transit)} covers the time and never saw it.${doubtsOf(transit.doubts)}`;
    case 'unlogged':
      return `${handedOver(transit, leg)}; ${whyUnlogged(transit)}.`;
  }
}

type Judged = Exclude<Transit, { readonly kind: 'transferred' }>;

function handedOver({ to, receiver }: Judged, { server, state }: DecidingLeg): string {
  const next = receiver === 'server' ? to : 'its mailbox delivery';
  return `${server} handed it over to ${next} at ${formatTime(state.mark.at)}`;
}

function itsLog({ receiver }: Pick<Judged, 'receiver'>): string {
  return receiver === 'server' ? 'the log of that server' : `its log ${DELIVERY_LOG}`;
}

/** Why that is only probable; empty where it is certain. */
function doubtsOf({ rejectedLines, endsBefore, byName }: LossDoubts): string {
  const doubts = [
    ...(rejectedLines > 0 ? [rejectedText(rejectedLines)] : []),
    ...(endsBefore ? ['that log ends before, though other logs of the server go on'] : []),
    ...(byName ? ['only its name says which server it went to'] : []),
  ];
  return doubts.length === 0 ? '' : ` It is only probable: ${doubts.join('; ')}.`;
}

function rejectedText(lines: number): string {
  return lines === 1
    ? 'one line there could not be read and may be the one'
    : `${lines} lines there could not be read, and one of them may be the one`;
}

/** Names the files of a modern server that are missing. */
function whyUnlogged({ receiver, why, log, files }: Extract<Judged, { kind: 'unlogged' }>): string {
  const whose =
    log === null
      ? itsLog({ receiver })
      : receiver === 'server'
        ? `the log ${log} of that server`
        : `its log ${log}`;
  if (why === 'gap')
    return files === null
      ? `${whose} has a gap at that time`
      : `${whose} has a gap at that time, where ${files} is missing`;
  return files === null
    ? `${whose} for that time is not loaded`
    : `${whose} for that time is not loaded, such as ${files}`;
}

export function stageReason(leg: DecidingLeg): string {
  const { mark, stage } = leg.state;
  // Modern events tell more than their stage does.
  const told = isMsgtrkCode(mark.code) ? findEvent(mark.code) : undefined;
  const { meaning } = told ?? STAGE_TABLE[stage];
  return `${eventText(mark.code)} at ${formatTime(mark.at)}: ${lowerFirst(meaning)}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
