import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EventReport, HopReport, MessageReport } from '../../src/model/report.ts';
import type { RecipientReport, TraceReport } from '../../src/model/report.ts';
import { formatDuration } from '../../src/model/time.ts';
import { detailText } from '../../src/render/detail-text.ts';
import { viewIn } from '../../src/render/html/verdicts.ts';
import { tellLatency } from '../../src/render/latency-told.ts';
import { timeIn } from '../../src/render/life/words.ts';
import { relationText } from '../../src/render/relations.ts';
import { verdictSentence, verdictTag } from '../../src/render/sentence.ts';
import { secondsInStage } from '../../src/render/time-in-stage.ts';
import { mostUrgent } from '../../src/render/urgency.ts';
import { clip } from '../../src/render/visible.ts';
import { mailtrail } from '../cli/run.ts';
import { fileDb } from '../support/ingest.ts';
import { decode, readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { siteOf } from '../support/web.ts';

/** Of more recipients the terminal counts the others. */
const TOLD_IN_TERMINAL = 8;

/** Folders of fixtures that hold logs; two that are of one time are read together. */
const TOGETHER: readonly string[] = ['logs', 'exchange55'];
const NO_LOGS: readonly string[] = ['mail'];
const FOLDERS = readdirSync('fixtures', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && ![...TOGETHER, ...NO_LOGS].includes(entry.name))
  .map(({ name }) => [name])
  .concat([[...TOGETHER]])
  .toSorted((a, b) => (a.join() < b.join() ? -1 : 1));

/** One space for any: the terminal breaks lines, pages indent. */
function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function told(recipient: RecipientReport): { sentence: string; tag: string } {
  return {
    sentence: flat(verdictSentence(recipient, viewIn('UTC'))),
    tag: flat(verdictTag(recipient)),
  };
}

/** Why, what was answered and what to check: none of them empty. */
function reasonsOf(recipient: RecipientReport): string[] {
  const { reason, state, nextCheck } = recipient;
  const detail = detailText(recipient, 'UTC');
  return [
    reason,
    ...(detail === null ? [] : [detail]),
    ...(state === 'delivered' ? [] : [nextCheck]),
  ]
    .map(flat)
    .map((text) => text.trim());
}

/** The text of a page between one piece of its markup and the next other one, of each message that has the id. */
function between(markup: string, from: string, to: string): string {
  const parts = markup.split(from).slice(1);
  expect(parts.length, from).toBeGreaterThan(0);
  return flat(
    parts
      .map((part) => decode((part.split(to)[0] ?? '').replace(/^[^>]*>|<[^>]*>|<[^>]*$/g, ' ')))
      .join(' '),
  );
}

/** A picture with lanes for all. */
const LANES = 100;

/** What the picture tells of a recipient: the words of the verdict, and where to. */
function laneOf(recipient: RecipientReport): string {
  return `${recipient.recipient ?? 'Recipients that no line names'} ${told(recipient).tag}`;
}

/** What holds of several is said once, and names the others. */
function isSaid(page: string, message: MessageReport, recipient: RecipientReport): boolean {
  const { sentence, tag } = told(recipient);
  const isOfOther = message.recipients.some((other) =>
    page.includes(told({ ...recipient, recipient: other.recipient }).sentence),
  );
  return (
    (page.includes(sentence) || (isOfOther && page.includes(String(recipient.recipient)))) &&
    page.includes(tag) &&
    reasonsOf(recipient).every((text) => page.includes(text))
  );
}

/** Of a message with many different verdicts the later ones are rows of a table. */
function isRow(page: string, { recipient, server, stage, ...one }: RecipientReport): boolean {
  const { tag } = told({ recipient, server, stage, ...one });
  return page.includes(`${recipient}${tag}${stage}${server}`.replaceAll(' ', ''));
}

interface Step {
  readonly event: EventReport;
  readonly hop: HopReport;
  readonly stage: string;
  readonly duration: string;
}

function stepsOf(recipient: RecipientReport): Step[] {
  return recipient.hops.flatMap((hop) =>
    hop.events.map((event, index) => {
      const seconds = secondsInStage(hop, index, recipient);
      return {
        event,
        hop,
        stage: `${event.stage ?? 'note'}${event.inferred ? ' (inferred)' : ''}`,
        duration: seconds === null ? '' : formatDuration(seconds),
      };
    }),
  );
}

/** What the page shows of a step, in the cells of a row. */
function rowOf({ event, hop, stage, duration }: Step): string {
  const to = event.partner === null ? '' : ` -> ${clip(event.partner, 200)}`;
  const again = hop.events.find(({ life }) => life === event.life) === event && event.life > 1;
  const name = `${again ? 'arrived again: ' : ''}${clip(event.name, 200)}${to}`;
  return flat(
    `${timeIn(event.at, 'UTC')}${clip(hop.server, 60)}${clip(event.event, 40)}${name}${stage} ${duration}`,
  ).replaceAll(' ', '');
}

/** What the terminal shows of it, up to what it cuts. */
function lineOf({ event, stage, duration }: Step): string {
  return flat(`${event.at.slice(11, 19)}Z ${event.event} ${stage} ${duration}`).trim();
}

/** Where the time went, piece by piece. */
function latencyWords(message: MessageReport): string[] {
  const shown = mostUrgent(message.recipients).slice(0, TOLD_IN_TERMINAL);
  return tellLatency(shown).flatMap(({ whole, waits, services }) => [
    whole,
    ...waits,
    ...services.flatMap(({ server, parts }) => [server, ...parts.map(({ time }) => time)]),
  ]);
}

describe.each(FOLDERS)('terminal, JSON and page, of %s', (...names) => {
  const folder = useTempFolder('file');
  let db: string;
  let report: TraceReport;
  let terminal: string;
  beforeAll(async () => {
    db = await fileDb(
      folder.at('m.db'),
      names.map((name) => `fixtures/${name}`),
    );
    const found = JSON.parse(mailtrail(['find', '--limit', '0', '--json'], { db }).out);
    const ids = found.items.map(({ messageId }: { messageId: string }) => messageId);
    const input = [...new Set(ids)].join('\n');
    report = JSON.parse(mailtrail(['trace', '-', '--json'], { db, input }).out);
    terminal = flat(mailtrail(['trace', '-'], { db, input }).out);
    expect(report.messages.length).toBeGreaterThan(0);
    expect(report.unresolved).toEqual([]);
  });

  it('tell the same of every message', async () => {
    const site = siteOf(db);
    for (const message of report.messages) {
      const id = encodeURIComponent(message.messageId);
      const asked: TraceReport = JSON.parse(await site.text(`/message.json?id=${id}`));
      expect(asked.messages).toContainEqual(message);
      const markup = await site.text(`/message?id=${id}`);
      const page = flat(readMarkup(markup).text);
      const dense = page.replaceAll(' ', '');
      const verdicts = between(markup, 'class="verdicts"', '<h2');
      const picture = between(markup, '<svg class="life', '</svg>');
      for (const recipient of message.recipients) {
        const { sentence } = told(recipient);
        const onPage =
          isSaid(verdicts, message, recipient) || isRow(verdicts.replaceAll(' ', ''), recipient);
        expect(onPage, `page: ${sentence}`).toBe(true);
        if (message.recipients.length <= LANES) expect(picture).toContain(laneOf(recipient));
        for (const step of stepsOf(recipient)) expect(dense).toContain(rowOf(step));
        if (message.recipients.length > TOLD_IN_TERMINAL) continue;
        for (const text of [
          sentence,
          told(recipient).tag,
          ...reasonsOf(recipient),
          ...stepsOf(recipient).map(lineOf),
        ])
          expect(terminal).toContain(text);
      }
      const isInferred = asked.messages
        .flatMap(({ recipients }) => recipients.flatMap(stepsOf))
        .some(({ event }) => event.inferred);
      expect(picture.includes(', inferred)')).toBe(isInferred);
      const others = message.related.map(relationText);
      for (const text of [...latencyWords(message), ...others]) {
        expect(page).toContain(flat(text));
        expect(terminal).toContain(flat(text));
      }
    }
    expect(site.bugs).toEqual([]);
  });
});
