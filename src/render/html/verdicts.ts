import type { MessageReport, RecipientReport } from '../../model/report.ts';
import { formatDuration } from '../../model/time.ts';
import { timeIn, whoText } from '../life/words.ts';
import { counted, formatCount } from '../numbers.ts';
import { localise, verdictSentence, verdictTag } from '../sentence.ts';
import { createStyle } from '../style.ts';
import type { View } from '../style.ts';
import { mostUrgent, urgency } from '../urgency.ts';
import { clip } from '../visible.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import type { PageLimits } from './limits.ts';
import { table } from './tables.ts';

/** How sentences are written that `trace` prints too. */
export function viewIn(zone: string): View {
  return { width: 100, style: createStyle(false), zone, command: 'mailtrail' };
}

/** What became of each recipient: the most urgent ones in sentences, the others in a table, the rest counted. */
export function verdicts(message: MessageReport, zone: string, limits: PageLimits): Html {
  const all = mostUrgent(message.recipients);
  const told = all.slice(0, limits.verdicts);
  const listed = all.slice(limits.verdicts, limits.recipients);
  const left = all.length - told.length - listed.length;
  return html`${all.length > 1 ? html`<p>${countsText(all)}</p> ` : NOTHING}
    <ul class="verdicts">
      ${told.map((recipient) => verdict(recipient, zone))}
    </ul>
    ${listed.length === 0 ? NOTHING : verdictTable(listed, zone)}${
      left === 0
        ? NOTHING
        : html`<p>And ${counted(left, 'recipient')} more: trace.json has all.</p> `
    }`;
}

/** `500 recipients: 480 delivered, 20 waiting` */
export function countsText(recipients: readonly RecipientReport[]): string {
  const counts = new Map<string, number>();
  for (const { state } of recipients) counts.set(state, (counts.get(state) ?? 0) + 1);
  const parts = [...counts].map(([state, count]) => `${formatCount(count)} ${state}`);
  return `${counted(recipients.length, 'recipient')}: ${parts.join(', ')}.`;
}

/** A class of the style sheet: how it looks beside its words. */
export function lookOf(recipient: RecipientReport): 'bad' | 'open' | 'well' {
  return (['bad', 'open', 'well'] as const)[urgency(recipient)] ?? 'well';
}

function verdict(recipient: RecipientReport, zone: string): Html {
  const { reason, nextCheck, state } = recipient;
  return html`<li class="${lookOf(recipient)}">
    <p class="verdict">${verdictSentence(recipient, viewIn(zone))}</p>
    <p class="tag">${verdictTag(recipient)}</p>
    <p>Why: ${localise(reason, zone)}</p>
    ${state === 'delivered' ? NOTHING : html`<p>Check first: ${nextCheck}</p> `}
  </li> `;
}

function verdictTable(recipients: readonly RecipientReport[], zone: string): Html {
  return table({
    caption: 'The other recipients',
    columns: [
      { name: 'Recipient' },
      { name: 'State' },
      { name: 'Stage', look: 'keep' },
      { name: 'Server' },
      { name: 'There since', look: 'time' },
      { name: 'Last line', look: 'time' },
      { name: 'Age', look: 'keep' },
    ],
    rows: recipients.map((one) => [
      clip(whoText(one.recipient), 200),
      verdictTag(one),
      one.stage ?? 'unknown',
      clip(one.server, 60),
      timeIn(one.since, zone),
      timeIn(one.lastEventAt, zone),
      one.ageSeconds === null ? '' : formatDuration(one.ageSeconds),
    ]),
  });
}
