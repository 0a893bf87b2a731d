import { custodyLine } from '../custody-chain.ts';
import { digestOf } from '../digest.ts';
import type { BagFile } from '../bag-file.ts';
import type { SigningKey } from '../signing/ed25519.ts';
import { signStatement } from '../signing/signature.ts';
import { statementText, tagDigests } from '../signing/statement.ts';
import type { Statement } from '../signing/statement.ts';
import { timestampQuery } from '../signing/timestamp-query.ts';
import { BAGIT_TXT, bagInfoText, profileText } from './bag-info.ts';
import { ALGORITHMS, manifestText } from './manifest.ts';
import type { FileDigests } from './manifest.ts';
import { putFile } from './put-file.ts';
import type { Digests } from './put-file.ts';

/** What stands outside the payload. */
export interface BagTags {
  readonly caseName: string;
  /** Milliseconds UTC, by the clock of this machine. */
  readonly at: number;
  readonly actor: string;
  readonly host: string | null;
  readonly tool: string;
  /** What the first entry of the custody chain says. */
  readonly text: string;
  readonly method: string;
  readonly certification: string;
  readonly redactionOf: string | null;
  readonly signingKey: SigningKey | null;
  readonly timestampQuery: boolean;
}

export interface WrittenBag {
  readonly files: number;
  /** Of the payload. */
  readonly bytes: number;
  readonly manifestSha256: string;
  readonly custodyHash: string;
  /** Of the key that signed it; null: not signed. */
  readonly signedBy: string | null;
  /** What a redacted bag names its parent by; null: nothing was redacted. */
  readonly redactionOf: string | null;
}

export type OnFile = (path: string) => void;

/** Digests of a payload, written to `folder`, or only hashed where that is null. */
export async function putPayload(
  folder: string | null,
  files: Iterable<BagFile>,
  onFile: OnFile = () => undefined,
): Promise<FileDigests> {
  const payload = new Map<string, Digests>();
  for (const file of files) {
    onFile(file.path);
    payload.set(file.path, await putFile(folder, file));
  }
  return payload;
}

/** Hash of `manifest-sha256.txt` of a payload: what a redacted bag names its parent by. */
export function manifestSha256(payload: FileDigests): string {
  return digestOf('sha256', manifestText(payload, 'sha256'));
}

/** Writes the tag files of a bag whose payload is in `folder` already. */
export async function putTags(
  folder: string,
  payload: FileDigests,
  tags: BagTags,
): Promise<WrittenBag> {
  const { files, manifestSha256: sha256, custodyHash } = tagFiles(payload, tags);
  const digests = new Map<string, Digests>();
  for (const [path, content] of Object.entries(files))
    digests.set(path, await putFile(folder, { path, content: [content] }));
  for (const algorithm of ALGORITHMS)
    await putFile(folder, {
      path: `tagmanifest-${algorithm}.txt`,
      content: [manifestText(digests, algorithm)],
    });
  let bytes = 0;
  for (const one of payload.values()) bytes += one.bytes;
  return {
    files: payload.size,
    bytes,
    manifestSha256: sha256,
    custodyHash,
    signedBy: tags.signingKey?.publicKey.fingerprint ?? null,
    redactionOf: tags.redactionOf,
  };
}

interface TagFiles {
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly manifestSha256: string;
  readonly custodyHash: string;
}

function tagFiles(payload: FileDigests, tags: BagTags): TagFiles {
  const { caseName, at, actor, host, tool, text, redactionOf } = tags;
  const sha256 = manifestText(payload, 'sha256');
  const sha512 = manifestText(payload, 'sha512');
  const manifestHash = digestOf('sha256', sha256);
  const time = new Date(at).toISOString();
  const custody = custodyLine({
    seq: 1,
    at: time,
    action: 'export',
    actor,
    host,
    tool,
    text,
    manifestSha256: manifestHash,
    previous: null,
  });
  const custodyHash = hashInLine(custody);
  const fixed = {
    'bagit.txt': BAGIT_TXT,
    'bag-info.txt': bagInfoText({ caseName, day: time.slice(0, 10), payload, redactionOf }),
    'method.md': tags.method,
    'certification-template.md': tags.certification,
    'profile.json': profileText(),
  };
  const statement = {
    case: caseName,
    manifestSha256: manifestHash,
    manifestSha512: digestOf('sha512', sha512),
    tagSha256: tagDigests((path) => digestOf('sha256', fixed[path])),
    custodySeq: 1,
    custodyHash,
  };
  const query = tags.timestampQuery
    ? { 'manifest-sha256.txt.tsq': timestampQuery(Buffer.from(sha256)) }
    : {};
  return {
    files: {
      ...fixed,
      'manifest-sha256.txt': sha256,
      'manifest-sha512.txt': sha512,
      'custody.jsonl': custody,
      ...signatureFiles(tags, statement),
      ...query,
    },
    manifestSha256: manifestHash,
    custodyHash,
  };
}

function signatureFiles(
  { signingKey }: Pick<BagTags, 'signingKey'>,
  statement: Omit<Statement, 'fingerprint'>,
): Record<string, string | Buffer> {
  if (signingKey === null) return {};
  const text = statementText({ ...statement, fingerprint: signingKey.publicKey.fingerprint });
  const { sshsig, raw } = signStatement(signingKey, text);
  return { 'signature-1.txt': text, 'signature-1.sig': sshsig, 'signature-1.bin': raw };
}

function hashInLine(line: string): string {
  const entry: unknown = JSON.parse(line);
  if (typeof entry === 'object' && entry !== null && 'hash' in entry) return String(entry.hash);
  throw new Error('an entry without its hash');
}
