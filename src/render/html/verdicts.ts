import type { MessageReport, RecipientReport } from '../../model/report.ts';
import { formatDuration } from '../../model/time.ts';
import { detailText } from '../detail-text.ts';
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

/** Characters. */
const REASON = 3000;

/** More may need to be scrolled through, so that what follows them is near. */
const FEW_NAMES = 10;

/** How sentences are written that `trace` prints too. */
export function viewIn(zone: string): View {
  return { width: 100, style: createStyle(false), zone, command: 'mailtrail' };
}

/** What became of each recipient: the most urgent ones in sentences, the others in a table, the rest counted. */
export function verdicts(message: MessageReport, zone: string, limits: PageLimits): Html {
  const groups = groupsOf(message.recipients, zone);
  const told = groups.slice(0, limits.verdicts);
  const others = groups.slice(limits.verdicts).flat();
  const listed = others.slice(0, limits.recipients);
  const counts = message.recipients.length > 1 ? countsText(groups.flat()) : '';
  return html`${counts === '' ? NOTHING : html`<p>${counts}</p>`}
    <ul class="verdicts">
      ${told.map((group) => verdict(group, zone, limits))}
    </ul>
    ${listed.length === 0 ? NOTHING : verdictTable(listed, zone)}
    ${
      others.length === listed.length
        ? NOTHING
        : html`<p>
            And ${counted(others.length - listed.length, 'recipient')} more: ${limits.whole} has
            all.
          </p>`
    }`;
}

/** Those of whom all is the same but the name, in one group; never empty. */
type Group = readonly [RecipientReport, ...RecipientReport[]];

function groupsOf(recipients: readonly RecipientReport[], zone: string): Group[] {
  const groups = new Map<string, [RecipientReport, ...RecipientReport[]]>();
  for (const one of mostUrgent(recipients)) {
    const sentence = verdictSentence({ ...one, recipient: null }, viewIn(zone));
    const key = [
      sentence,
      verdictTag(one),
      one.reason,
      detailText(one, zone) ?? '',
      one.nextCheck,
    ].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

/** `500 recipients: 480 delivered, 20 waiting` */
export function countsText(recipients: readonly RecipientReport[]): string {
  const counts = new Map<string, number>();
  for (const { state } of recipients) counts.set(state, (counts.get(state) ?? 0) + 1);
  const parts = [...counts].map(([state, count]) => `${formatCount(count)} ${state}`);
  return `${counted(recipients.length, 'recipient')}: ${parts.join(', ')}.`;
}

/** A class of the style sheet: how it looks beside its words. */
function lookOf(recipient: RecipientReport): 'bad' | 'open' | 'well' {
  return (['bad', 'open', 'well'] as const)[urgency(recipient)] ?? 'well';
}

function verdict([first, ...same]: Group, zone: string, limits: PageLimits): Html {
  const { reason, nextCheck, state } = first;
  const detail = detailText(first, zone);
  return html`<li class="${lookOf(first)}">
    <p class="verdict">${verdictSentence(first, viewIn(zone))}</p>
    <p class="tag">${verdictTag(first)}</p>
    <p>Why: ${localise(clip(reason, REASON), zone)}</p>
    ${detail === null ? NOTHING : html`<p>${detail}</p> `}${state === 'delivered' ? NOTHING : html`<p>Check first: ${nextCheck}</p>`}
    ${same.length === 0 ? NOTHING : sameOf(same, limits)}
  </li> `;
}

function sameOf(same: readonly RecipientReport[], limits: PageLimits): Html {
  const named = same.slice(0, limits.recipients);
  const left = same.length - named.length;
  const what = `The same holds of ${counted(same.length, 'more recipient')}`;
  return html`<p>${what}:</p>
    <div
      class="names"
      ${named.length > FEW_NAMES ? html` tabindex="0" role="group" aria-label="${what}"` : NOTHING}
    >
      <ul>
        ${named.map(({ recipient }) => html`<li>${clip(whoText(recipient), 200)}</li> `)}
      </ul>
    </div>
    ${left > 0 ? html`<p>and ${counted(left, 'other')}: ${limits.whole} names them.</p>` : NOTHING}`;
}

function verdictTable(recipients: readonly RecipientReport[], zone: string): Html {
  return table({
    caption: 'The other recipients',
    columns: [
      { name: 'Recipient', look: 'address' },
      { name: 'State' },
      { name: 'Stage', look: 'keep' },
      { name: 'Server', look: 'name' },
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
