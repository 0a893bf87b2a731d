/** Tabs as syslog daemons write control characters: an octal number after a hash. */
const TAB_CODE = /#011/g;
/** What a relay puts before the line: a priority, a time, a host, a counter. The line begins at its date or its hash. */
const BEFORE_LINE = /^.*?(?=\d{4}-\d{1,2}-\d{1,2}#011|# *Date#011)/s;
const SPACED_TIME = /(^|\t| )(\d{1,2}): (\d{1,2}:\d{1,2} GMT)(?=\t|$)/g;

const TABS_OF_A_PREFIX = 8;
const TITLE = /# *(?:Message Tracking Log File|Exchange System Attendant Version +\S+)\s*$/i;

/**
 * A line as the server wrote it, where a syslog relay changed it: tabs as `#011`, something before it, a space after the
 * first colon of a time (domain notes, 5). Other lines are given back as they are.
 */
export function unrelayed(line: string): string {
  const from = relayedFrom(line);
  if (from < 0) return line;
  return line.slice(from).replace(TAB_CODE, '\t').replace(SPACED_TIME, '$1$2:$3');
}

/** Where the line itself begins, behind what a relay put before it; -1 for a line that no relay changed. */
export function relayedFrom(line: string): number {
  if (!line.includes('#011')) return line.includes('\t') ? -1 : (TITLE.exec(line)?.index ?? -1);
  // A subject may hold such a code too; the line's own tabs tell that no relay changed them.
  if (!mayBeRelayed(line.split('\t').length)) return -1;
  return BEFORE_LINE.exec(line)?.[0].length ?? -1;
}

/** Whether a line of so many fields may be one that a relay changed; one of more is as the server wrote it. */
export function mayBeRelayed(fields: number): boolean {
  return fields <= TABS_OF_A_PREFIX;
}
