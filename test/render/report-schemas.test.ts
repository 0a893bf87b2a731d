import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, test } from 'vitest';
import { badDay, hostileDay, missingServerDay, quietDay, shortDay } from './sample-days.ts';
import { hostileReport, manyRows, nothingStuck, stuckReportOf } from './sample-reports.ts';

const FOLDER = join(import.meta.dirname, '../../docs/schemas');

/** Fields may be added, so schemas allow more; the test allows none, or the schemas would fall behind. */
function validator(name: string) {
  const text = readFileSync(join(FOLDER, `${name}.json`), 'utf8');
  const strict = text.replaceAll('"additionalProperties": true', '"additionalProperties": false');
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
  return ajv.compile(JSON.parse(strict));
}

const REPORTS = {
  stuck: [
    stuckReportOf(),
    manyRows(),
    hostileReport(),
    nothingStuck({ asOf: null }),
    stuckReportOf({ by: 'next-hop', unit: 'messages' }),
  ],
  daily: [badDay(), quietDay(), missingServerDay(), shortDay(), hostileDay()],
} as const;

describe.each(['stuck', 'daily'] as const)('%s', (name) => {
  it('is as its schema says', () => {
    const validate = validator(name);
    for (const report of REPORTS[name]) {
      validate(report);
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  it('has every field that its schema names', () => {
    const validate = validator(name);
    const [report] = REPORTS[name];
    for (const field of Object.keys(report)) {
      const { [field]: _, ...rest }: Record<string, unknown> = { ...report };
      expect(validate(rest), field).toBe(false);
    }
  });
});

test('an unknown verdict or trend is none', () => {
  expect(validator('daily')({ ...badDay(), verdict: 'fine' })).toBe(false);
  const report = stuckReportOf();
  expect(validator('stuck')({ ...report, total: { ...report.total, trend: 'up' } })).toBe(false);
});
