import type { DailyReport } from '../../src/model/daily-report.ts';
import type { StuckReport } from '../../src/model/stuck-report.ts';
import { fromWall, startOfDay } from '../../src/model/zone.ts';
import { DEFAULT_THRESHOLD_MS, queryContext } from '../../src/queries/context.ts';
import { dailyReport } from '../../src/queries/daily.ts';
import { stuckReport } from '../../src/queries/stuck.ts';
import { openStore } from '../../src/store/reader.ts';

interface StuckAsked {
  readonly asOf?: string;
  readonly by?: StuckReport['by'];
  readonly unit?: StuckReport['unit'];
  readonly withSystem?: boolean;
  readonly thresholdMs?: number;
  readonly limit?: number;
  readonly newest?: boolean;
}

/** What `stuck` says of a database. */
export function stuckOf(file: string, asked: StuckAsked = {}): StuckReport {
  const { by = 'destination', unit = 'recipients', withSystem = false, limit = 10 } = asked;
  const { asOf, thresholdMs = DEFAULT_THRESHOLD_MS, newest = false } = asked;
  using store = openStore(file);
  const context = queryContext(store, {
    asOf: asOf === undefined ? null : Date.parse(asOf),
    thresholdMs,
  });
  return stuckReport(store, { by, unit, withSystem, limit, newest }, context);
}

interface DayAsked {
  readonly zone?: string;
  readonly withSystem?: boolean;
  readonly thresholdMs?: number;
}

/** What `daily` says of a day, `2004-02-18`. */
export function dayOf(file: string, date: string, asked: DayAsked = {}): DailyReport {
  const { zone = 'UTC', withSystem = false, thresholdMs = DEFAULT_THRESHOLD_MS } = asked;
  const noon = fromWall(Date.parse(`${date}T12:00:00Z`), zone);
  const day = { from: startOfDay(noon, zone), to: startOfDay(noon, zone, 1), zone, withSystem };
  using store = openStore(file);
  return dailyReport(store, day, queryContext(store, { asOf: day.to, thresholdMs }));
}
