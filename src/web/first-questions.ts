import { STUCK_BY } from '../model/stuck-report.ts';
import { UserError } from '../model/user-error.ts';
import { dateInZone, startOfDay } from '../model/zone.ts';
import type { Answers } from './answers.ts';
import { dailyPage } from './pages/daily.ts';
import { searchPage } from './pages/search.ts';
import { stuckPage } from './pages/stuck.ts';

/** Days that are looked back at: those that the changes of a day are told against. */
const DAYS = 7;

/** Asks what the pages ask for that one looks at first; gives when the last day with logs began, milliseconds UTC. */
export async function askFirst(answers: Answers): Promise<number> {
  await searchPage.ask(answers, {}, false);
  searchPage.beside?.(answers, {});
  await stuckPage.ask(answers, {}, false);
  const { day } = await dailyPage.ask(answers, {}, false);
  return Date.parse(day.from);
}

/** The same of those that they lead to. `lastDay`: when it began; `zone`: of days, IANA. */
export async function askNext(answers: Answers, lastDay: number, zone: string): Promise<void> {
  const dates: string[] = [];
  for (let back = 0; back <= DAYS; back++) {
    const day = startOfDay(lastDay, zone, -back);
    if (!(await hasLogs(answers, day, zone))) break;
    dates.push(dateInZone(day, zone));
  }
  for (const by of STUCK_BY) await stuckPage.ask(answers, { by }, false);
  await stuckPage.ask(answers, { growth: '1' }, false);
  for (const by of STUCK_BY) await stuckPage.ask(answers, { by, growth: '1' }, false);
  for (const date of dates) {
    await stuckPage.ask(answers, { 'as-of': date }, false);
    await stuckPage.ask(answers, { 'as-of': date, growth: '1' }, false);
  }
}

/** Asks for the day that began then, by its date. */
export async function askDay(answers: Answers, day: number, zone: string): Promise<void> {
  await dailyPage.ask(answers, { date: dateInZone(day, zone) }, false);
}

/** Days before the first log are refused. */
async function hasLogs(answers: Answers, day: number, zone: string): Promise<boolean> {
  try {
    await askDay(answers, day, zone);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
