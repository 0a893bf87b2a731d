import type {
  MessageReport,
  RecipientReport,
  RelatedReport,
  TraceReport,
  UnresolvedReport,
} from '../model/report.ts';
import { displaySubject } from '../model/subject.ts';
import { formatInZone } from '../model/zone.ts';
import { coverageLines } from './coverage-text.ts';
import { detailLines } from './detail-text.ts';
import { headersLines } from './headers-text.ts';
import { latencyLines } from './latency-text.ts';
import { relationText } from './relations.ts';
import { localise, LONGEST_NAME, verdictSentence, verdictTag } from './sentence.ts';
import type { View } from './style.ts';
import { traceCommand } from './trace-command.ts';
import { timelineLines } from './timeline-text.ts';
import { isOpen, mostUrgent } from './urgency.ts';
import { clip, clipWords, visible } from './visible.ts';
import { wrap } from './wrap.ts';

/** Recipients of one message that are shown in full; the rest is counted. */
const FULL_RECIPIENTS = 8;

export interface TraceTextOptions {
  /** Raw lines as they are. */
  readonly rawExact: boolean;
  /** How many recipients of a message are shown in full; default 8. */
  readonly recipients?: number;
  /** Whether subjects were left out, so that nobody can tell whether there was one. */
  readonly redacted?: boolean;
}

/** The trace for people: verdict first, then the way, then what was read. */
export function traceText(report: TraceReport, view: View, options: TraceTextOptions): string {
  const blocks = report.messages.map((message) => messageLines(message, view, options));
  blocks.push(...report.unresolved.map((one) => unresolvedLines(one, view)));
  if (report.headers !== undefined) blocks.push(headersLines(report.headers, view));
  if (blocks.length === 0) blocks.push(['No message fits.']);
  blocks.push(coverageLines(report.coverage, view));
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function messageLines(
  message: MessageReport,
  view: View,
  { rawExact, recipients = FULL_RECIPIENTS, redacted = false }: TraceTextOptions,
): string[] {
  const shown = mostUrgent(message.recipients).slice(0, recipients);
  const lines: string[] = [];
  for (const recipient of shown) {
    lines.push(...recipientLines(recipient, view), '');
  }
  const hidden = message.recipients.length - shown.length;
  if (hidden > 0) lines.push(...restLines(message, shown, view), '');
  lines.push(...headLines(message, redacted, view), '');
  for (const recipient of shown) lines.push(...timelineLines(recipient, view, rawExact), '');
  lines.push(...latencyLines(shown, view));
  lines.push(...relatedLines(message.related, view));
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function recipientLines(recipient: RecipientReport, view: View): string[] {
  const { style, width, zone } = view;
  const color = colorOf(recipient, view);
  const tag = verdictTag(recipient);
  const lines = wrap(verdictSentence(recipient, view), width).map((line) => style.bold(line));
  lines.push(color(`  ${tag}`));
  lines.push(
    ...wrap(
      `Why: ${localise(clipWords(recipient.reason, LONGEST_NAME), zone)}`,
      width,
      '  ',
      '       ',
    ),
  );
  lines.push(...detailLines(recipient, view));
  if (recipient.state !== 'delivered')
    lines.push(...wrap(`Check first: ${recipient.nextCheck}`, width, '  ', '       '));
  return lines;
}

function colorOf(recipient: RecipientReport, { style }: View): (text: string) => string {
  if (recipient.stall !== null) return style.red;
  return isOpen(recipient) ? style.yellow : style.green;
}

function restLines(
  message: MessageReport,
  shown: readonly RecipientReport[],
  view: View,
): string[] {
  const counts = new Map<string, number>();
  for (const recipient of message.recipients)
    if (!shown.includes(recipient)) {
      const key = `${recipient.state} on ${clip(recipient.server, LONGEST_NAME)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  const text = [...counts].map(([key, count]) => `${count} ${key}`).join(', ');
  return wrap(`And ${text}. One of them: --to ADDRESS; all: --json.`, view.width);
}

function headLines(
  message: MessageReport,
  redacted: boolean,
  { width, style, zone }: View,
): string[] {
  const none = redacted ? '(subject left out)' : '(no subject logged)';
  const subject = message.subject === null ? none : displaySubject(message.subject);
  const size = message.sizeBytes === null ? [] : [`${message.sizeBytes} bytes`];
  const count = message.recipientCount ?? message.recipients.length;
  const facts = [
    message.sender === null ? 'sender unknown' : `from ${clip(message.sender, 120)}`,
    `${count} ${count === 1 ? 'recipient' : 'recipients'}`,
    ...size,
    `first seen ${formatInZone(Date.parse(message.firstSeenAt), zone)}`,
  ];
  return [
    `${style.dim('Message')} ${clip(message.messageId, 300)}`,
    `  ${clip(subject, width - 2)}`,
    ...wrap(visible(facts.join(' · ')), width, '  '),
  ];
}

function relatedLines(related: readonly RelatedReport[], view: View): string[] {
  return related.flatMap((one) => {
    const [first = '', ...more] = wrap(`Related: ${relationText(one)}`, view.width, '', '  ');
    const head = first.replace('Related', view.style.dim('Related'));
    return [head, ...more, `  ${traceCommand(one.messageId, view)}`];
  });
}

function unresolvedLines(one: UnresolvedReport, view: View): string[] {
  const { width, zone } = view;
  if (one.total === 0) return wrap(notFoundText(one.query), width);
  const lines = [
    `${one.total} messages fit ${visible(JSON.stringify(one.query))}; name one of them:`,
  ];
  for (const { messageId, firstSeenAt, sender, subject } of one.candidates) {
    lines.push(`  ${traceCommand(messageId, view)}`);
    const about = [
      formatInZone(Date.parse(firstSeenAt), zone),
      sender ?? '',
      displaySubject(subject ?? ''),
    ];
    lines.push(`      ${clip(about.join('  '), width - 6)}`);
  }
  if (one.total > one.candidates.length)
    lines.push(`  and ${one.total - one.candidates.length} more`);
  return lines;
}

function notFoundText(query: string): string {
  const short = query.length < 4 ? ' A fragment needs at least 4 characters.' : '';
  return `No message has the id ${clip(JSON.stringify(query), 300)}, as far as was asked and read.${short}`;
}
