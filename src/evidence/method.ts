import { CATALOGUE_VERSION } from '../catalogue/index.ts';
import { groupBy } from '../model/group-by.ts';
import type { EvidenceCase, EvidenceLine, EvidenceSource } from '../model/evidence.ts';
import { VERSION } from '../model/version.ts';
import { counted } from '../render/numbers.ts';
import { clockLines } from '../render/coverage-text.ts';
import { gapWords } from '../render/gap-words.ts';
import { visible } from '../render/visible.ts';

/** An option of the command that says what was asked for, and its value; empty for one without. */
export type Asked = readonly [option: string, value: string];

export interface MethodInput {
  readonly given: EvidenceCase;
  readonly asked: readonly Asked[];
  readonly redacted: boolean;
  readonly includesSources: boolean;
}

/** `method.md`: what was done, what it can prove, and how to check it. Log text in it is code, so that nothing of it is markup. */
export function methodText(input: MethodInput): string {
  const parts = [
    head(input),
    HOW_FOUND,
    input.redacted ? REDACTED : bytesPart(input),
    clockPart(input.given),
    coveragePart(input.given),
    CAN_PROVE,
    checkPart(input),
  ];
  return `${parts.join('\n\n')}\n`;
}

function head({ given, asked }: MethodInput): string {
  const messages = given.trace.messages.length;
  const lines = given.lines.filter(({ kind }) => kind === 'event').length;
  return [
    `# Method: case ${code(given.name)}`,
    '',
    `Made by mailtrail ${VERSION}, with version ${CATALOGUE_VERSION} of its table of what event ids mean, from a database of message tracking logs.`,
    `It holds ${counted(messages, 'message')}, ${counted(lines, 'log line')} of ${counted(given.sources.length, 'log file')}.`,
    '',
    'Asked for:',
    '',
    ...asked.map(([option, value]) => `- ${option} ${value === '' ? '' : code(value)}`.trimEnd()),
    ...notFound(given),
  ].join('\n');
}

function notFound({ trace }: EvidenceCase): string[] {
  return trace.unresolved.map(({ query }) => `- not found: ${code(query)}`);
}

const HOW_FOUND = `## How the answer was found

1. Each line of a tracking log is one event: a time, a server, an event id, a message id, a recipient or several. Lines were decoded by the format of the log; those that could
   not be read are in \`data/rejects.jsonl\` with the reason.
2. An event id stands for a stage of the message's way (submission, categorizer, queue, transfer, delivered, NDR and so on) by a fixed table.
3. Of all lines about one recipient, in order of time, log file and line, the last that moves the message says where it is. What the next server logged supersedes
   the hand-over of the server before.
4. Each verdict in \`data/trace.json\` names the events that it rests on, with file, line, offset and length, and says how sure it is: *certain* (a line says so,
   or the log of the next server covers the time and has none), *probable* (joined by a rule that can be wrong) or *not judged* (too young where the log ends).`;

const REDACTED = `## Redacted

Addresses, hosts, IP addresses and ids were replaced by keyed pseudonyms (HMAC-SHA-256), the same wherever the same text stood; subjects were removed. Lines under \`data/raw/\` were redacted field by field
and hashed anew: they are not the bytes of the logs. \`data/redaction.json\` names the unredacted export that this one is the twin of, by the SHA-256 of its \`manifest-sha256.txt\`. Whoever has the key file can map pseudonyms back.`;

function bytesPart({ given, includesSources }: MethodInput): string {
  const { lines } = given;
  const missing = lines.filter(({ bytes }) => bytes === null).length;
  const froms = groupBy(lines, ({ source }) => source);
  return [
    '## Where the bytes came from',
    '',
    'Log files were opened for reading only. A file counts as the original where it still begins with the very bytes that were read into the database (SHA-256 of the whole). Where it is gone or',
    'changed, lines were cut from the archive in the database, which keeps the exact bytes of what was read. `data/provenance.jsonl` says which for each line.',
    ...(includesSources ? ['', 'Whole log files are under `data/sources/`.'] : []),
    '',
    ...given.sources.map(
      (source, index) => `- ${code(source.file)}: ${originalPhrase(source, froms.get(index))}`,
    ),
    ...(missing === 0
      ? []
      : [
          '',
          `**The bytes of ${counted(missing, 'line')} could not be had any more**: the file is gone or changed, and the archive does not hold them. What the database stored of these lines is all there is.`,
        ]),
  ].join('\n');
}

const ORIGINAL: Readonly<Record<EvidenceSource['original'], string>> = {
  unchanged: 'the original, unchanged',
  changed: 'the file of that name is no longer what was read',
  missing: 'not found, or not to be opened',
};

function originalPhrase(
  { original, sha256, sizeBytes }: EvidenceSource,
  lines: readonly EvidenceLine[] = [],
): string {
  const known = `${sizeBytes} bytes, SHA-256 \`${sha256}\` when it was read`;
  return `${ORIGINAL[original]}${archivePhrase(original, lines)}; ${known}`;
}

function archivePhrase(
  original: EvidenceSource['original'],
  lines: readonly EvidenceLine[],
): string {
  if (original === 'unchanged') return '';
  const missing = lines.filter(({ from }) => from === null).length;
  if (missing === 0) return ', so its lines are from the archive';
  return missing === lines.length
    ? ', and the archive does not hold its lines'
    : `, so its lines are from the archive, which does not hold ${missing} of them`;
}

function clockPart({ coverage }: EvidenceCase): string {
  const clocks = clockLines(coverage.clockSkews, { nameOf: code, all: '`data/coverage.json`' });
  return [
    '## Clocks',
    '',
    'Times are those of the server that wrote the line, in UTC; nothing here says whether its clock was right. Clocks of two servers may differ by minutes, so that a message may seem to arrive before it was sent.',
    ...(clocks.length === 0
      ? ['From their hand-overs no difference between two of the servers could be told.']
      : [
          'Differences, estimated from their hand-overs; what a transfer takes is part of each:',
          '',
          ...clocks.map((line) => `- ${line}`),
        ]),
  ].join('\n');
}

function coveragePart({ coverage, rejects, sources, otherSources }: EvidenceCase): string {
  const rows = coverage.servers.map(({ server, from, to, gaps }) => {
    const holes = gaps.map((gap) => `${gap.from} to ${gap.to} (${gapWords(gap)})`).join('; ');
    return `- ${code(server)}: ${from} to ${to}${holes === '' ? '' : `; gaps: ${holes}`}`;
  });
  return [
    '## What was read, and what was not',
    '',
    `\`data/sources.csv\` lists all ${counted(sources.length + otherSources.length, 'log file')} that were read, with their SHA-256 of that time; those without a line of this case have 0 as \`lines_in_bag\`, and were not looked at again.`,
    'Nothing can be said of servers and times that are not listed. Of a message that is nowhere, this says only that these logs do not show it.',
    '',
    ...rows,
    ...purgePart(coverage),
    '',
    `Lines of the case's log files that could not be read: ${rejects.length}.`,
  ].join('\n');
}

function purgePart({ purgedBefore }: EvidenceCase['coverage']): string[] {
  if (purgedBefore === undefined) return [];
  return [
    '',
    `Lines before ${purgedBefore} were removed from the database by its owner: of them nothing is shown, though the logs may have them.`,
  ];
}

const CAN_PROVE = `## What a tracking log can prove, and what not

- It is what a server wrote about a message, not the message: it holds no text and no attachments.
- *Delivered* means that the store of that server took the message, not that anybody saw or read it.
- *Transferred* means that the next host accepted it. It says nothing about the mailbox beyond.
- Sender addresses are what the sending system claimed.
- That a line is missing proves little: a log may have been switched off, cut, or not handed over. See coverage and gaps.
- The hashes prove that nothing was changed since this bag was made. That the logs were genuine when they were read, they cannot prove.
- Who can change every file of the bag can also make all checksums anew. A signature, a time stamp, or the hash of \`manifest-sha256.txt\` noted elsewhere prevents that.`;

const MORE_CHECKS = [
  '',
  'Every line has to say `OK`. No file may lie under `data/` that `manifest-sha256.txt` does not list. That this is the bag that was made, and not another, two things tell: the SHA-256 of',
  '`manifest-sha256.txt` (`sha256sum manifest-sha256.txt`), if it is the one that you were told in another way than with the bag; and, where there is a `signature-1.sig`, the signature of a key that you know',
  '(`echo "signer $(cat KEY.pub)" > SIGNERS` first; the file of the key and SIGNERS lie outside the bag):',
  '',
  '```sh',
  'ssh-keygen -Y verify -f SIGNERS -I signer -n mailtrail-evidence -s signature-1.sig < signature-1.txt',
  '```',
  '',
  'The hashes in `signature-1.txt` have to be those of the files that it names.',
];

function checkPart({ redacted }: MethodInput): string {
  return [
    '## How to check it',
    '',
    'With standard tools, in the folder of the bag:',
    '',
    '```sh',
    'sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt',
    'sha512sum -c manifest-sha512.txt tagmanifest-sha512.txt',
    '```',
    ...(redacted
      ? []
      : [
          '',
          'One line against the log itself, with `offset`, `length`, `file` and `lineSha256` of its row in `data/provenance.jsonl`:',
          '',
          '```sh',
          'tail -c +$((OFFSET + 1)) FILE | head -c LENGTH | sha256sum',
          '```',
        ]),
    ...MORE_CHECKS,
    '',
    'All of it, the custody chain too: `mailtrail verify BAG`, and with the logs at hand `mailtrail verify BAG --logs FOLDER`. docs/evidence.md of mailtrail tells each step.',
  ].join('\n');
}

function code(text: string): string {
  const shown = visible(text);
  const ticks = '`'.repeat(
    1 + Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  const space = shown.startsWith('`') || shown.endsWith('`') || shown === '' ? ' ' : '';
  return `${ticks}${space}${shown}${space}${ticks}`;
}
