import type {
  BagFailure,
  VerifiedSignature,
  VerifyProgress,
  VerifyReport,
} from '../model/verify-report.ts';
import { counted, formatBytes, formatCount } from './numbers.ts';
import type { View } from './style.ts';
import { clip, visible } from './visible.ts';
import { wrap } from './wrap.ts';

/** What `verify` found: a line for each failure, else what was checked and what was not. */
export function verifyText(report: VerifyReport, view: View): string {
  const lines = [
    ...report.failures.map((failure) => failureLine(failure, view)),
    ...moreFailures(report),
    ...(report.ok ? [] : ['']),
    verdict(report, view),
    ...facts(report).map(([name, value]) => factLine(name, value, view)),
    ...noteLines(report, view),
    ...explainHint(report, view),
  ];
  return `${lines.join('\n')}\n`;
}

/** `wrong-checksum  data/report.txt: sha256 is ...`; long, as it is to be found by grep. */
function failureLine({ code, path, line, detail }: BagFailure, { style }: View): string {
  const place = path === null ? '' : `${visible(path)}${line === null ? '' : `:${line}`}: `;
  return `${style.red(code)}  ${place}${visible(detail)}`;
}

function explainHint({ failures }: VerifyReport, { command }: View): string[] {
  const [first] = failures;
  return first === undefined
    ? []
    : ['', `What a code means, and what to do: ${visible(command)} explain ${first.code}`];
}

function moreFailures({ failuresNotListed }: VerifyReport): string[] {
  return failuresNotListed === 0 ? [] : [`and ${formatCount(failuresNotListed)} more failures`];
}

function verdict(report: VerifyReport, { style }: View): string {
  const bag = visible(report.bag);
  const count = report.failures.length + report.failuresNotListed;
  if (!report.ok)
    return style.bold(
      style.red(
        report.kind === null
          ? `${bag} was refused: ${counted(count, 'failure')}. Nothing else was checked.`
          : `${bag} did not pass: ${counted(count, 'failure')}.`,
      ),
    );
  return style.bold(
    style.green(
      report.kind === 'bagit'
        ? `${bag} is complete, but no bag of mailtrail: only BagIt checks were done.`
        : `${bag} is complete, ${strength(report)}${report.redactionOf === null ? '' : ' (a redacted bag)'}.`,
    ),
  );
}

/** Checksums tell of accidents; who wants to change a bag can make them anew, but no signature. */
function strength({ signatures }: VerifyReport): string {
  return signatures.some(({ ok, trusted }) => ok && trusted === true)
    ? 'and its data unchanged since it was signed'
    : 'and fits all its checksums';
}

type Fact = readonly [name: string, value: string];

function facts(report: VerifyReport): Fact[] {
  const { kind, checked, redactionOf } = report;
  if (kind === null) return [];
  const algorithms = checked.algorithms.map((name) => name.toUpperCase().replace(/^SHA/, 'SHA-'));
  const checks = algorithms.join(' and ');
  const size = `${formatCount(checked.files)}, ${formatBytes(checked.bytes)}`;
  return [
    ...(report.case === null ? [] : [['case', report.case] as const]),
    ['files', [size, ...(checks === '' ? [] : [`each by its ${checks}`])].join(', ')],
    ...(kind === 'bagit' ? [] : rowFacts(report)),
    ...custodyFacts(report),
    ...report.signatures.map(signatureFact),
    ...timestampFacts(report),
    ...(redactionOf === null ? [] : [['redacted from', redactionOf] as const]),
  ];
}

function custodyFacts({ custody }: VerifyReport): Fact[] {
  if (custody === null) return [];
  const entries = counted(custody.entries, 'entry', 'entries');
  return [
    ['custody', `${entries}, the newest (${custody.seq}) has the hash`],
    ['', custody.hash],
  ];
}

function timestampFacts({ timestamp }: VerifyReport): Fact[] {
  if (timestamp === null) return [];
  if (!timestamp.ok) return [['time stamp', 'not valid']];
  const { at, authority, trusted } = timestamp;
  const by = authority === null ? '' : `, ${authority}`;
  return [['time stamp', `${at ?? ''}${by}${trusted ? '' : ' (authority not checked)'}`]];
}

function rowFacts({ checked, logs, ok }: VerifyReport): Fact[] {
  const { lines, linesInRaw, events, sources, parts } = checked;
  const compared = `${formatCount(linesInRaw)} compared with ${counted(parts, 'file')} in data/raw`;
  const rows: Fact[] = [
    ['lines', `${formatCount(lines)} of ${counted(sources, 'log file')}, ${compared}`],
    ['events', `${formatCount(events)}${ok ? ', each on one of these lines' : ''}`],
  ];
  if (checked.wholeSources > 0)
    rows.push(['whole logs', `${formatCount(checked.wholeSources)}, lines compared with them too`]);
  if (logs === null) return rows;
  const found = `${formatCount(logs.found)} of ${formatCount(sources)} found`;
  return [...rows, ['original logs', `${found}, ${counted(logs.lines, 'line')} compared`]];
}

function signatureFact({ name, key, ok, trusted, custodySeq }: VerifiedSignature): Fact {
  if (!ok) return [name, `not valid${key === null ? '' : `, ${key}`}`];
  const whose =
    trusted === null
      ? ' (whose key was not checked)'
      : trusted
        ? ', a key of --key'
        : ', another key';
  return [name, `good, by ${key ?? ''}${whose}, up to custody entry ${custodySeq ?? ''}`];
}

const NAME_WIDTH = 15;

function factLine(name: string, value: string, { style }: View): string {
  return `  ${style.dim(name.padEnd(NAME_WIDTH))}${visible(value)}`;
}

function noteLines({ notes }: VerifyReport, { width }: View): string[] {
  if (notes.length === 0) return [];
  return [
    '',
    'Note:',
    ...notes.flatMap(({ detail }) => wrap(visible(detail), width, '  - ', '    ')),
  ];
}

const BAR = 20;

/** `[=====>    ]  45 %  120 MB of 265 MB  data/raw/EXCH01/20040218.log.part`; without a bar where the end is not known. */
export function verifyProgress(
  { bytes, totalBytes, what }: VerifyProgress,
  _seconds: number,
  width: number,
): string {
  if (totalBytes === 0) return clip(what, width);
  const share = Math.min(1, bytes / totalBytes);
  const bar = '='.repeat(Math.round(share * BAR)).padEnd(BAR);
  const percent = String(Math.floor(share * 100)).padStart(3);
  return clip(
    `[${bar}] ${percent} %  ${formatBytes(bytes)} of ${formatBytes(totalBytes)}  ${what}`,
    width,
  );
}
