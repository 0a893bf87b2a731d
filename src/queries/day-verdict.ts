import type { DailyReport } from '../model/daily-report.ts';
import { formatDuration } from '../model/time.ts';

type Known = Pick<
  DailyReport,
  'total' | 'destinations' | 'servers' | 'ended' | 'coverage' | 'changes'
>;

/** What a day comes to, and why: the worst first. */
export function dayVerdict(known: Known): Pick<DailyReport, 'verdict' | 'problems'> {
  const { total } = known;
  const problems = [...stuckProblem(known), ...endProblems(known), ...coverageProblems(known)];
  if (total.now > 0) return { verdict: 'stuck', problems };
  return { verdict: problems.length > 0 ? 'degraded' : 'quiet', problems };
}

function stuckProblem({ total, destinations, servers }: Known): string[] {
  if (total.now > 0) {
    const shareOf = (now: number): string => (now === total.now ? 'all' : String(now));
    const server = servers[0];
    const destination = destinations[0];
    const where =
      server === undefined || destination === undefined
        ? ''
        : `, ${shareOf(server.now)} on ${server.server} and ${shareOf(destination.now)} for ${destination.destination}`;
    return [
      `${count(total.now, 'recipient')} of ${count(total.messages, 'message')} ${total.now === 1 ? 'is' : 'are'} stuck, the oldest for ${formatDuration(total.oldestSeconds ?? 0)}${where}.`,
    ];
  }
  if (total.cleared === 0) return [];
  return [
    `${count(total.cleared, 'recipient')} ${total.cleared === 1 ? 'was' : 'were'} stuck and went on.`,
  ];
}

/** Ends that a usual day has none of; NDRs and filtered mail only count where they are far from usual. */
const BAD: readonly (readonly [end: keyof DailyReport['ended'], does: string])[] = [
  ['lost', 'lost between two servers'],
  ['badmail', 'given up as Badmail'],
  ['failed', 'given up by a queue'],
  ['absorbed', 'absorbed without a report'],
  ['held', 'held until a person acts'],
];

function endProblems({ ended, changes }: Known): string[] {
  const bad = BAD.filter(([end]) => ended[end] > 0).map(
    ([end, does]) =>
      `${count(ended[end], 'recipient')} ${ended[end] === 1 ? 'was' : 'were'} ${does}.`,
  );
  const many = changes
    .filter(({ measure, notable }) => notable && (measure === 'ndr' || measure === 'out'))
    .map(({ measure, today, median }) =>
      measure === 'ndr'
        ? `${count(today, 'recipient')} got an NDR, where ${median} are usual.`
        : `${count(today, 'recipient')} got mail, where ${median} are usual.`,
    );
  return [...bad, ...many];
}

function coverageProblems({ coverage, ended }: Known): string[] {
  const { missing, hoursRead, hoursDue } = coverage.day;
  const problems: string[] = [];
  if (missing.length > 0)
    problems.push(
      `The day has no log of ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}.`,
    );
  if (hoursRead < hoursDue) problems.push(`${hoursRead} of ${hoursDue} hours were read.`);
  if (ended.unlogged > 0)
    problems.push(
      `${count(ended.unlogged, 'recipient')} went to servers of ours whose log is not loaded.`,
    );
  return problems;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
