import type { VerifiedSignature } from '../../model/verify-report.ts';
import type { PublicKey } from '../signing/ed25519.ts';
import { checkSignature } from '../signing/signature.ts';
import type { SignatureCheck } from '../signing/signature.ts';
import { parseStatement, SIGNED_TAG_FILES } from '../signing/statement.ts';
import type { Statement } from '../signing/statement.ts';
import type { Bag } from './bag.ts';
import { readBytes } from './bag.ts';
import type { CustodyChain } from './custody.ts';

const NAME = /^(signature-([1-9]\d{0,5}))\.(txt|sig|bin)$/;

/** Checks each signature: by whose key, over which manifests, up to which custody entry. `trusted` is null without `--key`. */
export async function checkSignatures(
  bag: Bag,
  chain: CustodyChain,
  caseName: string | null,
  trusted: readonly PublicKey[] | null,
): Promise<VerifiedSignature[]> {
  const signatures: VerifiedSignature[] = [];
  for (const name of signatureNames(bag))
    signatures.push(await checkOne(bag, chain, name, caseName, trusted));
  if (trusted !== null && !signatures.some((one) => one.ok && one.trusted === true))
    bag.findings.fail(
      'signature-missing',
      null,
      signatures.length === 0
        ? 'the bag is not signed'
        : 'no signature is good and by a key of --key',
    );
  noteSignatures(bag, signatures, chain);
  return signatures;
}

function signatureNames({ reader }: Bag): string[] {
  const numbers = new Map<string, number>();
  for (const path of reader.files.keys()) {
    const match = NAME.exec(path);
    if (match !== null) numbers.set(match[1] ?? '', Number(match[2]));
  }
  return [...numbers].toSorted(([, a], [, b]) => a - b).map(([name]) => name);
}

async function checkOne(
  bag: Bag,
  chain: CustodyChain,
  name: string,
  caseName: string | null,
  trusted: readonly PublicKey[] | null,
): Promise<VerifiedSignature> {
  const { reader, findings } = bag;
  const read = (ending: string): Promise<Buffer | null> =>
    readBytes(reader, findings, `${name}.${ending}`, MAX_BYTES);
  const statement = await read('txt');
  const check = checkSignature({
    statement,
    sshsig: await read('sig'),
    raw: await read('bin'),
    trusted: trusted ?? [],
  });
  const said = statement === null ? null : parseStatement(statement);
  tellCheck(bag, `${name}.txt`, check, said !== null, trusted !== null);
  const fits = said !== null && checkStatement(bag, chain, said, `${name}.txt`, caseName);
  return {
    name,
    case: said?.case ?? null,
    key: check.fingerprint,
    ok: check.ok && fits,
    trusted: trusted === null ? null : check.trusted,
    custodySeq: said?.custodySeq ?? null,
    laterEntries: entriesAfter(chain, said),
  };
}

function tellCheck(
  { findings }: Bag,
  path: string,
  { ok, reason, trusted, fingerprint }: SignatureCheck,
  isStatement: boolean,
  hasKeys: boolean,
): void {
  if (!isStatement) findings.fail('signature-bad-statement', path, reason ?? 'it cannot be read');
  else if (!ok) findings.fail('signature-invalid', path, reason ?? 'it does not fit');
  else if (hasKeys && !trusted)
    findings.fail(
      'signature-other-key',
      path,
      `it is by the key ${fingerprint ?? ''}, which is none of --key`,
    );
}

function entriesAfter(chain: CustodyChain, said: Statement | null): number {
  const head = said === null ? undefined : coveredEntry(chain, said);
  return head === undefined ? chain.length : chain.length - 1 - chain.indexOf(head);
}

/** Statements and signatures are a few lines. */
const MAX_BYTES = 64 * 1024;

function coveredEntry(chain: CustodyChain, said: Statement): CustodyChain[number] | undefined {
  return chain.find(
    ({ seq, actualHash, hash }) =>
      seq === said.custodySeq && hash === said.custodyHash && actualHash === hash,
  );
}

/** Whether the statement is of this bag. */
function checkStatement(
  { hashed, findings }: Bag,
  chain: CustodyChain,
  said: Statement,
  path: string,
  caseName: string | null,
): boolean {
  const digest = (algorithm: string): string | undefined =>
    hashed.get(`manifest-${algorithm}.txt`)?.digests.get(algorithm);
  const wrong = [
    ...(digest('sha256') === said.manifestSha256 ? [] : ['manifest-sha256.txt']),
    ...(digest('sha512') === said.manifestSha512 ? [] : ['manifest-sha512.txt']),
    ...SIGNED_TAG_FILES.filter(
      (tag) => hashed.get(tag)?.digests.get('sha256') !== said.tagSha256[tag],
    ),
  ];
  if (wrong.length > 0)
    findings.fail(
      'signature-wrong-manifest',
      path,
      `what was signed is another ${wrong.join(' and another ')}`,
    );
  const isCase = caseName === null || said.case === caseName;
  if (!isCase)
    findings.fail(
      'signature-bad-statement',
      path,
      `it is of the case ${JSON.stringify(said.case)}, the bag of ${JSON.stringify(caseName)}`,
    );
  const isCovered = coveredEntry(chain, said) !== undefined;
  if (!isCovered)
    findings.fail(
      'signature-wrong-custody',
      path,
      `no custody entry ${said.custodySeq} has the hash ${said.custodyHash} that was signed`,
    );
  return wrong.length === 0 && isCase && isCovered;
}

function noteSignatures(
  { findings }: Bag,
  signatures: readonly VerifiedSignature[],
  chain: CustodyChain,
): void {
  if (signatures.length === 0) {
    findings.note(
      'not-signed',
      'nothing is signed: whoever changes a file and writes all manifests and custody entries anew, or drops the last entries, is not found here. Compare the hash of the newest custody entry with one that you were given in another way.',
    );
    return;
  }
  const good = signatures.filter(({ ok }) => ok);
  if (good.some(({ trusted }) => trusted === null))
    findings.note(
      'key-not-checked',
      'whose keys signed was not checked: name the public key of the signer, had by another way than the bag, with --key FILE',
    );
  const unsigned = Math.min(chain.length, ...good.map(({ laterEntries }) => laterEntries));
  if (unsigned > 0)
    findings.note(
      'unsigned-entries',
      `the newest ${unsigned === 1 ? 'custody entry is' : `${unsigned} custody entries are`} covered by no good signature`,
    );
}
