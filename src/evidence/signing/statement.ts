/** What a signature is for: one made for another purpose is not valid here, nor the other way round. */
export const NAMESPACE = 'mailtrail-evidence';

/** Tag files that nobody has a reason to change once a bag is made. */
export const SIGNED_TAG_FILES = [
  'bag-info.txt',
  'bagit.txt',
  'certification-template.md',
  'method.md',
  'profile.json',
] as const;

type SignedTagFile = (typeof SIGNED_TAG_FILES)[number];
type TagDigests = Readonly<Record<SignedTagFile, string>>;

/** Their SHA-256, lower-case hex, each asked for by its path. */
export function tagDigests(sha256Of: (path: SignedTagFile) => string): TagDigests {
  return {
    'bag-info.txt': sha256Of('bag-info.txt'),
    'bagit.txt': sha256Of('bagit.txt'),
    'certification-template.md': sha256Of('certification-template.md'),
    'method.md': sha256Of('method.md'),
    'profile.json': sha256Of('profile.json'),
  };
}

/** What a signature says (docs/evidence-format.md). */
export interface Statement {
  /** The case, as `isCaseName` allows it. */
  readonly case: string;
  /** Digests of the two payload manifests, lower-case hex. */
  readonly manifestSha256: string;
  readonly manifestSha512: string;
  readonly tagSha256: TagDigests;
  /** The newest custody entry at that time. */
  readonly custodySeq: number;
  readonly custodyHash: string;
  /** `SHA256:...` of the key that signs. */
  readonly fingerprint: string;
}

const LONGEST_CASE = 200;

/** Controls, line ends of any kind, and what changes the direction of text: a statement must read as it is. */
const UNFIT =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\p{Cs}]|^\s|\s$|^$/u;

/** Whether a case may be called so: one line of up to 200 characters that is what it looks like. */
export function isCaseName(name: string): boolean {
  return name.length <= LONGEST_CASE && !UNFIT.test(name);
}

/** A line for each, its digest in a group of its own: the first is `tag0`. */
const TAG_LINES = SIGNED_TAG_FILES.map(
  (path, index) => `${path.replaceAll('.', String.raw`\.`)}: (?<tag${index}>[0-9a-f]{64})\n`,
).join('');

const FORM = new RegExp(
  String.raw`^mailtrail evidence signature 1
case: (?<name>[^\n]+)
manifest-sha256\.txt: (?<sha256>[0-9a-f]{64})
manifest-sha512\.txt: (?<sha512>[0-9a-f]{128})
${TAG_LINES}custody\.jsonl: (?<seq>[1-9][0-9]{0,8}) (?<hash>[0-9a-f]{64})
key: (?<key>SHA256:[A-Za-z0-9+/]{43})
$`,
);

/** The text that is signed; throws `RangeError` for what `parseStatement` would not give back. */
export function statementText(statement: Statement): string {
  const tags = SIGNED_TAG_FILES.map((path) => `${path}: ${statement.tagSha256[path]}\n`).join('');
  const text = `mailtrail evidence signature 1
case: ${statement.case}
manifest-sha256.txt: ${statement.manifestSha256}
manifest-sha512.txt: ${statement.manifestSha512}
${tags}custody.jsonl: ${statement.custodySeq} ${statement.custodyHash}
key: ${statement.fingerprint}
`;
  if (parseStatement(text) === null)
    throw new RangeError('a statement of values that it cannot hold');
  return text;
}

/** The statement in a text, or in the bytes of `signature-N.txt`; null where they are not exactly of its form. */
export function parseStatement(content: string | Uint8Array): Statement | null {
  const text = typeof content === 'string' ? content : strictUtf8(content);
  const found = text === null ? undefined : FORM.exec(text)?.groups;
  if (found === undefined) return null;
  const { name = '', sha256 = '', sha512 = '', seq = '', hash = '', key = '' } = found;
  if (!isCaseName(name)) return null;
  return {
    case: name,
    manifestSha256: sha256,
    manifestSha512: sha512,
    tagSha256: tagDigests((path) => found[`tag${SIGNED_TAG_FILES.indexOf(path)}`] ?? ''),
    custodySeq: Number(seq),
    custodyHash: hash,
    fingerprint: key,
  };
}

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
