import { describe, expect, it } from 'vitest';
import { parseMessageInfo } from '../../../src/formats/msgtrk-details/message-info.ts';
import type { RecipientReport } from '../../../src/model/report.ts';
import { latencySection } from '../../../src/render/html/latency-section.ts';
import { PAGE_LIMITS } from '../../../src/render/html/limits.ts';
import { verdicts } from '../../../src/render/html/verdicts.ts';
import { readMarkup } from '../../support/strict-markup.ts';
import { deliveredRecipient, messageOf, stalledRecipient } from './sample-trace.ts';

const INFO =
  'SRV=EX01:TOTAL-FE=0.040|SMR=0.023|SMS=0.017;SRV=<b>EX02:TOTAL-HUB=7200|CAT=90(CATOS=80)|QDM=5000|QDM=2100|<i>=9';

function measured(recipient: RecipientReport): RecipientReport {
  const { segments } = parseMessageInfo(INFO);
  const at = '2024-02-19T09:00:10.000Z';
  const event = 'DELIVER/STOREDRIVER';
  return {
    ...recipient,
    latency: { event, at, originalArrivalAt: null, seconds: 7200.04, segments },
  };
}

function textOf(markup: string): string {
  return readMarkup(`<main>${markup}</main>`).text.replace(/\s+/g, ' ');
}

describe('where the time went, on a page', () => {
  it('says it in the words of trace, each part with its share', () => {
    const text = textOf(latencySection([measured(deliveredRecipient())], 'h2', 'x').text);
    for (const words of [
      '2 h from its first arrival to DELIVER/STOREDRIVER.',
      'It waited 1 h 58 min in the queue for mailboxes on <b>EX02, 2 times: 99 % of the time.',
      'EX01 (front end), 0.040 s',
      '<b>EX02 (transport), 2 h',
    ])
      expect(text).toContain(words);
    expect(text).toMatch(/QDM1 h 23 min 69 %/);
    expect(text).toMatch(/\u21b3 CATOS/);
  });

  it('names those of several recipients that it holds of, and is silent where no line says', () => {
    const both = [deliveredRecipient(), measured(stalledRecipient())];
    const text = textOf(latencySection(both, 'h3', 'x').text);
    expect(text).toContain(`${stalledRecipient().recipient}: 2 h from`);
    expect(latencySection([deliveredRecipient()], 'h3', 'x').text).toBe('');
  });
});

describe('a verdict on a page', () => {
  it('tells what was answered, word for word', () => {
    const detail = {
      event: 'DEFER/SMTP',
      at: '2024-02-19T09:00:10.000Z',
      text: '451 4.4.0 <try later>',
      replyCode: 451,
      statusCode: '4.4.0',
      reason: null,
      meaning: null,
      host: 'mx.partner.example',
      ip: null,
      nextTryAt: null,
      timesPutOff: 1,
    };
    const markup = verdicts(messageOf([{ ...stalledRecipient(), detail }]), 'UTC', PAGE_LIMITS);
    expect(textOf(markup.text)).toContain('Answer: mx.partner.example: 451 4.4.0 <try later>');
  });
});
