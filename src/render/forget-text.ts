import type {
  ForgetReport,
  ForgottenReport,
  SourceCandidate,
  UnresolvedSource,
} from '../model/forget-report.ts';
import { shellQuote } from '../model/shell-quote.ts';
import { counted, formatCount } from './numbers.ts';
import type { View } from './style.ts';
import { clip, visible } from './visible.ts';
import { wrap } from './wrap.ts';

/** As much of a hash as tells files apart. */
const HASH_SHOWN = 12;

/** What was taken out, or why nothing was. */
export function forgetText(report: ForgetReport, view: View): string {
  const { forgotten, unresolved } = report;
  const lines =
    forgotten === null
      ? unresolvedLines(report.query, unresolved, view)
      : forgottenLines(forgotten, report.dryRun, view);
  return `${lines.join('\n')}\n`;
}

function forgottenLines(forgotten: ForgottenReport, dryRun: boolean, { width }: View): string[] {
  const { file, lines, events, messages, messagesGone, messagesNotRetold, serversGone } = forgotten;
  const are = (count: number): string => (dryRun ? 'would be' : count === 1 ? 'is' : 'are');
  const told = messages - messagesGone;
  const known =
    told === 0 ? '' : `, ${formatCount(told)} ${told === 1 ? 'is' : 'are'} known from other files`;
  const parts = [
    `${dryRun ? 'Would forget' : 'Forgot'} ${visible(file)}: ${counted(lines, 'line')}, ${counted(events, 'event')}.`,
    `${counted(messagesGone, 'message')} ${are(messagesGone)} gone with it${known}.`,
  ];
  if (serversGone.length > 0)
    parts.push(
      `No other file ${dryRun ? 'is' : 'was'} loaded of ${serversGone.map((name) => clip(name, 40)).join(', ')}.`,
    );
  if (messagesNotRetold > 0)
    parts.push(
      `Sender, subject and size of ${counted(messagesNotRetold, 'message')} ${dryRun ? 'would stay' : 'stay'} as they are: lines that tell them are neither in the archive nor in their files any more.`,
    );
  return wrap(parts.join(' '), width);
}

function unresolvedLines(query: string, unresolved: UnresolvedSource | null, view: View): string[] {
  const { total, candidates, closest } = unresolved ?? { total: 0, candidates: [], closest: [] };
  const quoted = clip(JSON.stringify(query), 300);
  if (total === 0)
    return wrap(
      [
        `No file is loaded as ${quoted}.`,
        ...(closest.length === 0 ? [] : [`Did you mean ${closest.map(visible).join(' or ')}?`]),
        'Files are named as they were loaded, or by the end of that from a folder on, such as EXCH01.log/20040218.log.',
      ].join(' '),
      view.width,
    );
  const more = total - candidates.length;
  return [
    `${formatCount(total)} files fit ${quoted}; name one of them:`,
    ...candidates.flatMap((candidate) => candidateLines(candidate, candidates, view)),
    ...(more > 0 ? [`  and ${formatCount(more)} more`] : []),
  ];
}

function candidateLines(
  candidate: SourceCandidate,
  all: readonly SourceCandidate[],
  { command, style }: View,
): string[] {
  const { file, sha256, server, lines } = candidate;
  const isOnly = all.filter((other) => other.file === file).length === 1;
  const isTypable = visible(file) === file;
  const name = isOnly && isTypable ? file : sha256.slice(0, HASH_SHOWN);
  const about = [
    ...(name === file ? [] : [visible(file)]),
    counted(lines, 'line'),
    ...(server === null ? [] : [clip(server, 40)]),
  ];
  return [
    `  ${visible(command)} forget ${name.startsWith('-') ? '-- ' : ''}${shellQuote(name)}`,
    style.dim(`      ${about.join(', ')}`),
  ];
}

/** `[=====>    ]  45 %  1,200 of 2,700 messages` */
export function forgetProgress(
  { done, total }: { readonly done: number; readonly total: number },
  _seconds: number,
  width: number,
): string {
  const share = total === 0 ? 1 : done / total;
  const bar = '='.repeat(Math.round(share * BAR)).padEnd(BAR);
  const percent = String(Math.floor(share * 100)).padStart(3);
  return clip(`[${bar}] ${percent} %  ${formatCount(done)} of ${counted(total, 'message')}`, width);
}

const BAR = 20;
