import { beforeAll, describe, expect, it } from 'vitest';
import type { MessageReport, RecipientReport, TraceReport } from '../../src/model/report.ts';
import { viewIn } from '../../src/render/html/verdicts.ts';
import { verdictSentence, verdictTag } from '../../src/render/sentence.ts';
import { mailtrail } from '../cli/run.ts';
import { fileDb } from '../support/ingest.ts';
import { readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { siteOf } from '../support/web.ts';

/** Of more recipients the terminal counts the others. */
const TOLD_IN_TERMINAL = 8;

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

/** What holds of several is said once, and names the others. */
function isSaid(page: string, message: MessageReport, recipient: RecipientReport): boolean {
  const { sentence, tag } = told(recipient);
  const { nextCheck, state } = recipient;
  const isOfOther = message.recipients.some((other) =>
    page.includes(told({ ...recipient, recipient: other.recipient }).sentence),
  );
  return (
    (page.includes(sentence) || (isOfOther && page.includes(String(recipient.recipient)))) &&
    page.includes(tag) &&
    page.includes(flat(recipient.reason)) &&
    (state === 'delivered' || page.includes(flat(nextCheck)))
  );
}

/** Of a message with many different verdicts the later ones are rows of a table. */
function isRow(page: string, { recipient, server, stage, ...one }: RecipientReport): boolean {
  const { tag } = told({ recipient, server, stage, ...one });
  return page.includes(`${recipient}${tag}${stage}${server}`);
}

describe('terminal, JSON and page', () => {
  const folder = useTempFolder('file');
  let db: string;
  let report: TraceReport;
  let terminal: string;
  beforeAll(async () => {
    db = await fileDb(folder.at('m.db'), ['fixtures/logs', 'fixtures/exchange55']);
    const records = mailtrail(['find', '--limit', '0', '--jsonl'], { db }).out.trim().split('\n');
    const ids = [...new Set(records.map((line) => String(JSON.parse(line).messageId)))];
    const input = ids.join('\n');
    report = JSON.parse(mailtrail(['trace', '-', '--json'], { db, input }).out);
    terminal = flat(mailtrail(['trace', '-'], { db, input }).out);
  });

  it('tell the same of every message of the fixtures', async () => {
    const site = siteOf(db);
    let recipients = 0;
    for (const message of report.messages) {
      const id = encodeURIComponent(message.messageId);
      const asked: TraceReport = JSON.parse(await site.text(`/message.json?id=${id}`));
      expect(asked.messages).toContainEqual(message);
      const page = flat(readMarkup(await site.text(`/message?id=${id}`)).text);
      for (const recipient of message.recipients) {
        recipients += 1;
        const { sentence } = told(recipient);
        const onPage = isSaid(page, message, recipient) || isRow(page, recipient);
        expect(onPage, `page: ${sentence}`).toBe(true);
        if (message.recipients.length <= TOLD_IN_TERMINAL)
          expect(terminal.includes(sentence), `terminal: ${sentence}`).toBe(true);
      }
    }
    expect(recipients).toBeGreaterThan(100);
    expect(site.bugs).toEqual([]);
  });
});
