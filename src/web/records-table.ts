import type { FindRecord } from '../model/report.ts';
import { displaySubject } from '../model/subject.ts';
import { formatDuration } from '../model/time.ts';
import { html, NOTHING } from '../render/html/html.ts';
import type { Html } from '../render/html/html.ts';
import { table } from '../render/html/tables.ts';
import { timeIn } from '../render/life/words.ts';
import { clip } from '../render/visible.ts';
import { address } from './query.ts';
import { isOpenState } from '../model/stage.ts';

/** Records as rows, each with the way to its message. */
export function recordsTable(caption: string, items: readonly FindRecord[], zone: string): Html {
  return table({
    caption,
    isList: true,
    columns: [
      { name: 'Message', look: 'address' },
      { name: 'State', look: 'keep' },
      { name: 'To', look: 'address' },
      { name: 'From', look: 'address' },
      { name: 'Where' },
      { name: 'Age', look: 'keep' },
      { name: 'First seen', look: 'time' },
    ],
    rows: items.map((item) => [
      messageLink(item),
      stateMark(item),
      html`<span class="narrow">to </span>${atDomain(clip(item.recipient ?? 'nobody named', 200))}`,
      html`<span class="narrow">from </span>${atDomain(clip(item.sender ?? 'unknown', 200))}`,
      `${item.stage ?? 'unknown stage'} on ${clip(item.server, 60)}`,
      item.ageSeconds === null
        ? ''
        : html`<span class="narrow">for </span>${formatDuration(item.ageSeconds)}`,
      html`<span class="narrow">first seen </span>${timeIn(item.firstSeenAt, zone)}`,
    ]),
  });
}

function messageLink({ messageId, subject }: FindRecord): Html {
  const text = subject === null ? '' : clip(displaySubject(subject), 200).trim();
  return html`<a href="${messageAddress(messageId)}">${text === '' ? '(no subject)' : text}</a
    ><br /><code class="dim">${atDomain(clip(messageId, 120))}</code>`;
}

/** An address or id that lacks room goes on with its domain in the next line, not in the midst of a word. */
function atDomain(text: string): Html {
  const domain = text.lastIndexOf('@') + 1;
  if (domain === 0) return html`${text}`;
  return html`${text.slice(0, domain)}<wbr />${text.slice(domain)}`;
}

export function messageAddress(messageId: string): string {
  return address('/message', { id: messageId });
}

/** In colour and in words. */
function stateMark({ state, stall }: FindRecord): Html {
  const isOpen = isOpenState(state);
  const look = stall !== null ? 'bad' : isOpen ? 'open' : 'well';
  const stalled = stall !== null && isOpen ? html`, stalled` : NOTHING;
  return html`<span class="state ${look}">${state}${stalled}</span>`;
}
