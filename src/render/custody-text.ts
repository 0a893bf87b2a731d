import type { CustodyEntry, CustodyReport, CustodySignature } from '../model/custody-report.ts';
import { shellQuote } from '../model/shell-quote.ts';
import type { BagFailure } from '../model/verify-report.ts';
import { formatInZone } from '../model/zone.ts';
import { counted } from './numbers.ts';
import type { View } from './style.ts';
import { visible } from './visible.ts';
import { wrap } from './wrap.ts';

/** The chain of custody of a bag, or what was added to it. */
export function custodyText(
  report: CustodyReport,
  asked: { readonly adding: boolean },
  view: View,
): string {
  const { problems } = report;
  const lines = [
    ...(asked.adding ? addedLines(report, view) : chainLines(report, view)),
    ...problems.map((problem) => view.style.red(`  ${problemLine(problem)}`)),
    ...nextLines(report),
  ];
  return `${lines.join('\n')}\n`;
}

function chainLines(report: CustodyReport, view: View): string[] {
  const { bag, entries, signatures, unfinished } = report;
  const { style } = view;
  return [
    style.bold(
      `Chain of custody of ${visible(bag)}: ${counted(entries.length, 'entry', 'entries')}`,
    ),
    ...entries.flatMap((entry) => [
      ...entryLines(entry, view),
      ...signatures.filter(({ seq }) => seq === entry.seq).map((one) => signatureLine(one, view)),
    ]),
    ...signatures
      .filter(({ seq }) => !entries.some((entry) => entry.seq === seq))
      .map((one) => signatureLine(one, view)),
    '',
    ...coverLines(report, view),
    ...(unfinished === null
      ? []
      : [
          style.yellow(
            `Entry ${unfinished} was added by a run that was stopped: the tag manifests do not know it. The next --add completes it.`,
          ),
        ]),
  ];
}

function entryLines(
  { seq, at, action, actor, host, tool, text }: CustodyEntry,
  view: View,
): string[] {
  const time = formatInZone(Date.parse(at), view.zone);
  const who = `${visible(actor)}${host === null ? '' : ` on ${visible(host)}`}`;
  return [
    '',
    `${String(seq).padStart(3)}  ${time}  ${action}, ${who}, ${visible(tool)}`,
    ...wrap(visible(text), view.width, '     '),
  ];
}

function signatureLine({ name, key, ok }: CustodySignature, { style }: View): string {
  return ok
    ? style.green(`     ${name}: signed by ${key ?? ''}`)
    : style.red(`     ${name} is not valid: it is not of this bag and chain, or was changed`);
}

function coverLines({ entries, signedUpTo, problems }: CustodyReport, { style }: View): string[] {
  const head = entries.at(-1);
  if (head === undefined) return [];
  if (problems.length > 0)
    return [
      style.red(
        'This chain or a file beside it was changed: trust neither its entries nor its signatures.',
      ),
    ];
  const open = head.seq - signedUpTo;
  const signed =
    open === 0
      ? 'Signed up to the last entry.'
      : signedUpTo === 0
        ? 'Not signed.'
        : style.yellow(
            `Entries up to ${signedUpTo} are signed, ${open} later ${open === 1 ? 'is' : 'are'} not.`,
          );
  return [signed, `Hash of entry ${head.seq}: ${head.hash}`];
}

function addedLines(report: CustodyReport, view: View): string[] {
  const { bag, added, entries, signatures } = report;
  const { style } = view;
  const head = entries.at(-1);
  if (added === null || head === undefined)
    return [style.bold(style.red(`Nothing was added to ${visible(bag)}:`))];
  return [
    ...(added.completed === null || added.completed === added.seq
      ? []
      : [
          style.yellow(
            `Entry ${added.completed}, of a run that was stopped, was completed: the tag manifests know it now.`,
          ),
        ]),
    style.bold(
      added.completed === added.seq
        ? `Completed entry ${added.seq} of ${visible(bag)}: the run that added it was stopped`
        : `Added entry ${added.seq} to ${visible(bag)}`,
    ),
    ...entryLines(head, view).slice(1),
    ...signatures.filter(({ seq }) => seq === added.seq).map((one) => signatureLine(one, view)),
    `Hash of entry ${head.seq}: ${head.hash}`,
    ...(added.files.includes('manifest-sha256.txt.tsq')
      ? wrap(
          'Send manifest-sha256.txt.tsq to a time stamp authority, and put its answer beside it as manifest-sha256.txt.tsr.',
          view.width,
        )
      : []),
  ];
}

function problemLine({ code, path, line, detail }: BagFailure): string {
  const where = `${visible(path ?? 'the bag')}${line === null ? '' : `, line ${line}`}`;
  return `${where}: ${visible(detail)} (${code})`;
}

function nextLines({ bag, problems, added }: CustodyReport): string[] {
  const word = bag.startsWith('-') ? `-- ${shellQuote(bag)}` : shellQuote(bag);
  const verify = `  mailtrail verify ${word}`;
  if (problems.length > 0) return ['', 'All that is wrong with the bag is told by', verify];
  return added === null
    ? ['', 'Files under data/ were not read. The whole bag is checked by', verify]
    : [];
}
