import type { ResolveHost } from '../lifecycle/route.ts';
import type { HeadersReport, ReceivedReport, TraceReport } from '../model/report.ts';
import { isoTime } from '../model/time.ts';
import type { Mail } from './mail.ts';

/** Lays the Received headers of a mail beside the hops that the logs know. */
export function receivedReport(
  mail: Mail,
  report: TraceReport,
  resolve: ResolveHost,
): HeadersReport {
  const arrivals = new Map<string, string>();
  for (const { recipients } of report.messages)
    for (const { hops } of recipients)
      for (const { server, arrivedAt } of hops) {
        const known = arrivals.get(server);
        if (known === undefined || arrivedAt < known) arrivals.set(server, arrivedAt);
      }
  const received = mail.received.map(({ from, by, at }): ReceivedReport => {
    const relation = resolve(by);
    const server = relation.kind === 'loaded' ? relation.server : null;
    const loggedAt = server === null ? null : (arrivals.get(server) ?? null);
    return {
      from,
      by,
      at: at === null ? null : isoTime(at),
      server,
      loggedAt,
      differenceSeconds:
        at === null || loggedAt === null ? null : Math.round((Date.parse(loggedAt) - at) / 1000),
    };
  });
  return { messageId: mail.messageId, isNdr: mail.isNdr, received };
}
