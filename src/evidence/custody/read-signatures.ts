import { digestOf } from '../digest.ts';
import type { CustodyEntry, CustodySignature } from '../../model/custody-report.ts';
import { checkSignature } from '../signing/signature.ts';
import { parseStatement, SIGNED_TAG_FILES } from '../signing/statement.ts';
import type { Statement } from '../signing/statement.ts';
import type { TagFiles } from './tag-state.ts';

/** `signature-2.txt`: its signature's name. */
export const SIGNATURE_FILE = /^(signature-[1-9]\d{0,5})\.(?:txt|sig|bin)$/;

/** The signatures in a bag, in order of their numbers, and which entries they cover. */
export function readSignatures(
  tags: TagFiles,
  entries: readonly CustodyEntry[],
): CustodySignature[] {
  const names = [...tags.keys()].flatMap((path) => SIGNATURE_FILE.exec(path)?.[1] ?? []);
  return [...new Set(names)]
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .map((name) => readSignature(tags, entries, name));
}

/** The number of the next signature. */
export function nextSignature(signatures: readonly CustodySignature[]): number {
  return Math.max(0, ...signatures.map(({ name }) => numberOf(name))) + 1;
}

function numberOf(name: string): number {
  return Number(name.slice(name.indexOf('-') + 1));
}

function readSignature(
  tags: TagFiles,
  entries: readonly CustodyEntry[],
  name: string,
): CustodySignature {
  const [statement = null, sshsig = null, raw = null] = ['txt', 'sig', 'bin'].map((ending) =>
    tags.get(`${name}.${ending}`),
  );
  const said = statement === null ? null : parseStatement(statement);
  if (said === null) return { name, key: null, seq: null, ok: false };
  return {
    name,
    key: said.fingerprint,
    seq: said.custodySeq,
    ok: isOfBag(said, tags, entries) && checkSignature({ statement, sshsig, raw, trusted: [] }).ok,
  };
}

function isOfBag(said: Statement, tags: TagFiles, entries: readonly CustodyEntry[]): boolean {
  return (
    said.custodyHash === entries[said.custodySeq - 1]?.hash &&
    said.manifestSha256 === hashOf('sha256', tags.get('manifest-sha256.txt')) &&
    said.manifestSha512 === hashOf('sha512', tags.get('manifest-sha512.txt')) &&
    SIGNED_TAG_FILES.every((path) => said.tagSha256[path] === hashOf('sha256', tags.get(path)))
  );
}

function hashOf(algorithm: 'sha256' | 'sha512', bytes: Buffer | undefined): string | null {
  return bytes === undefined ? null : digestOf(algorithm, bytes);
}
