import type { EvidenceCase } from '../../model/evidence.ts';
import { bagInfoText, BAGIT_TXT, profileText } from '../bag/bag-info.ts';
import { certificationText } from '../certification.ts';
import { methodText } from '../method.ts';
import { payloadFiles } from '../payload/payload.ts';
import { LeakSearch } from './leaks.ts';
import { ourTexts } from './our-words.ts';
import { TOKEN_FORMS } from './pseudonyms.ts';
import { searchOf, secretsFrom } from './secrets.ts';
import type { Secrets } from './secrets.ts';
import type { Secret, Sightings } from './sightings.ts';

/** JSON keys and names of files that only bags with something in them have. */
const MORE_WORDS = `
  sha256 sha512 lineSha256 sourceSha256 manifestSha256 line_sha256 p50Seconds p95Seconds p99Seconds
  bagit.txt bag-info.txt manifest-sha256.txt manifest-sha512.txt tagmanifest-sha256.txt tagmanifest-sha512.txt custody.jsonl method.md
  certification-template.md profile.json signature-1.txt signature-1.sig signature-1.bin daily.json daily.txt redaction.json
`;

const BLANK: EvidenceCase = {
  name: '',
  trace: {
    schema: 'mailtrail/trace/1',
    query: [],
    asOf: null,
    messages: [],
    unresolved: [],
    coverage: { servers: [], clockSkews: [] },
  },
  daily: null,
  sources: [],
  otherSources: [],
  lines: [],
  rejects: [],
  coverage: { servers: [], clockSkews: [], noServer: { files: 0, rejectedLines: 0 } },
};

interface OurFile {
  readonly path: string;
  readonly text: string;
}

let ourFiles: readonly OurFile[] | null = null;

/** What every bag holds, whatever it is of: the files of a bag of nothing, and the words that reports are made of. */
function filesOfNothing(): readonly OurFile[] {
  if (ourFiles !== null) return ourFiles;
  const files: OurFile[] = [];
  for (const { path, content } of payloadFiles(BLANK, { tz: 'UTC', redaction: null })) {
    const pieces: string[] = [];
    if (Symbol.iterator in content)
      for (const piece of content) pieces.push(Buffer.from(piece).toString('utf8'));
    files.push({ path, text: pieces.join('') });
  }
  const hash = '0'.repeat(64);
  const info = { caseName: '', day: '', payload: new Map(), redactionOf: hash };
  const tags = [
    methodText({ given: BLANK, asked: [], redacted: true, includesSources: false }),
    certificationText('', hash, true),
    BAGIT_TXT,
    bagInfoText(info),
    MORE_WORDS,
    ...Object.values(TOKEN_FORMS),
  ];
  const words = [...ourTexts()].map((text) => JSON.stringify(text)).join('\n');
  ourFiles = [
    ...files,
    { path: 'profile.json', text: profileText() },
    { path: 'tags', text: tags.join('\n') },
    { path: 'words.json', text: words },
  ];
  return ourFiles;
}

/** The originals that no file of the redacted bag may hold: all but what it holds for another reason, such as domains and names of logs that were kept. */
export function secretsOfCase(seen: Sightings): Secrets {
  const kept = seen.kept().map((text) => `${JSON.stringify(text)}\n`);
  const files = [...filesOfNothing(), { path: 'kept.json', text: kept.join('') }];
  const labels = seen.labels().filter((text) => searchOf('host', text) === 'anywhere');
  let texts = [...seen.secrets(), ...labels.map((text): Secret => ({ kind: 'host', text }))];
  for (;;) {
    const secrets = secretsFrom(texts);
    const harmless = new Set(files.flatMap(({ path, text }) => found(secrets, path, text)));
    if (harmless.size === 0) return secrets;
    // One may have hidden a shorter one within it.
    texts = texts.filter((secret) => !harmless.has(nameOf(secret)));
  }
}

function found(secrets: Secrets, path: string, text: string): string[] {
  const search = new LeakSearch(secrets, path, Infinity);
  search.add(text);
  search.end();
  return search.found().map(nameOf);
}

function nameOf({ text }: Secret): string {
  return text.trim().toLowerCase();
}
