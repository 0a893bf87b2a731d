import type { BagReader } from './bag-reader.ts';
import { readTag } from './bag.ts';
import type { Findings } from './findings.ts';
import { textLines } from './text-lines.ts';

/** Tag files of a few lines. */
const MAX_BYTES = 1024 * 1024;

const DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
const LOOSE_DECLARATION =
  /^BagIt-Version: (0\.9[3-7]|1\.0)\r?\nTag-File-Character-Encoding: UTF-8\r?\n?$/;

/** `bagit.txt`: that the folder is a bag, and how its tag files are written. */
export async function checkDeclaration(
  reader: BagReader,
  findings: Findings,
  strict: boolean,
): Promise<void> {
  const text = await readTag(reader, findings, 'bagit.txt', MAX_BYTES);
  // That it is missing is told with all missing files.
  if (text === null) return;
  if (strict ? text !== DECLARATION : !LOOSE_DECLARATION.test(text))
    findings.fail(
      'bad-bag-declaration',
      'bagit.txt',
      'it is not the two lines BagIt-Version: 1.0 and Tag-File-Character-Encoding: UTF-8',
    );
}

/** Labels and values of `bag-info.txt`, in order. */
export type BagInfo = readonly (readonly [label: string, value: string])[];

/** Parses `bag-info.txt` and tells lines that are none; empty where it is not there. */
export async function readBagInfo(
  reader: BagReader,
  findings: Findings,
  strict: boolean,
): Promise<BagInfo> {
  const text = await readTag(reader, findings, 'bag-info.txt', MAX_BYTES);
  if (text === null) return [];
  const info: [string, string][] = [];
  const fail = (detail: string, number: number): void => {
    findings.fail('bad-bag-info', 'bag-info.txt', detail, number);
  };
  for (const { line, number, isEnded } of textLines(text)) {
    if (strict && !isEnded) fail('the last line has no line end', number);
    const last = info.at(-1);
    const colon = line.indexOf(':');
    if (/^[ \t]/.test(line) && last !== undefined) last[1] += ` ${line.trim()}`;
    else if (colon > 0) info.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
    else if (line.trim() !== '' || strict)
      fail('the line is not a label, a colon and a value', number);
  }
  return info;
}

/** The value of a label; null where it is not there. Labels know no capitals. */
export function infoValue(info: BagInfo, label: string): string | null {
  return info.find(([name]) => name.toLowerCase() === label.toLowerCase())?.[1] ?? null;
}

const REQUIRED_LABELS = [
  'External-Identifier',
  'Bagging-Date',
  'Bag-Software-Agent',
  'Payload-Oxum',
  'BagIt-Profile-Identifier',
] as const;

/** What a bag of mailtrail says of itself in `bag-info.txt`. */
export function checkLabels(info: BagInfo, findings: Findings): void {
  for (const label of REQUIRED_LABELS) {
    const count = info.filter(([name]) => name === label).length;
    if (count === 1) continue;
    findings.fail(
      'bad-bag-info',
      'bag-info.txt',
      count === 0 ? `the label ${label} is missing` : `the label ${label} is there ${count} times`,
    );
  }
}

/** `Payload-Oxum`: bytes and files of data/, told quickly where a copy broke off. */
export function checkOxum(info: BagInfo, reader: BagReader, findings: Findings): void {
  const oxum = infoValue(info, 'Payload-Oxum');
  if (oxum === null) return;
  let bytes = 0;
  let files = 0;
  for (const [path, size] of reader.files)
    if (path.startsWith('data/')) {
      bytes += size;
      files += 1;
    }
  if (oxum !== `${bytes}.${files}`)
    findings.fail(
      'oxum-mismatch',
      'bag-info.txt',
      `Payload-Oxum is ${JSON.stringify(oxum.slice(0, 60))}, data/ has ${bytes} bytes in ${files} files (${bytes}.${files})`,
    );
}
