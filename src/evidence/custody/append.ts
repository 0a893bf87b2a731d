import { UserError, EXIT } from '../../model/user-error.ts';
import { ALGORITHMS, manifestText } from '../bag/manifest.ts';
import type { Digests } from '../bag/put-file.ts';
import { noteLine } from '../custody-chain.ts';
import type { CustodyNote } from '../custody-chain.ts';
import type { SigningKey } from '../signing/ed25519.ts';
import { signStatement } from '../signing/signature.ts';
import { isCaseName, statementText, tagDigests } from '../signing/statement.ts';
import { timestampQuery } from '../signing/timestamp-query.ts';
import { CUSTODY, parseCustody } from './parse-custody.ts';
import { nextSignature } from './read-signatures.ts';
import { digestOf } from '../digest.ts';
import { MANIFEST, QUERY } from './tag-state.ts';
import type { TagFiles, TagState } from './tag-state.ts';

/** Files to write, in this order: a run that is stopped between two of them is recognised by `judgeTags`. */
export type Changes = ReadonlyMap<string, Buffer>;

export interface Appended {
  readonly changes: Changes;
  readonly seq: number;
}

export interface Addition {
  readonly note: CustodyNote;
  /** Signs the chain with the new entry; null: nobody does. */
  readonly signingKey: SigningKey | null;
  /** Adds `manifest-sha256.txt.tsq` where it is not there. */
  readonly timestampQuery: boolean;
}

/** The tag manifests made anew, so that they know what an unfinished run wrote. */
export function completion(tags: TagFiles, { listed }: TagState): Changes {
  return tagManifests(tags, listed);
}

/** A chain with one more entry (unless it is there), its signature, and the tag manifests that know them. `state` has no problems, and all is finished. */
export function append(
  tags: TagFiles,
  state: TagState,
  addition: Addition & { readonly isThere: boolean },
): Appended {
  const head = state.entries.at(-1);
  const custody = tags.get(CUSTODY);
  const manifest = tags.get(MANIFEST);
  if (head === undefined || custody === undefined || manifest === undefined)
    throw new RangeError('a bag without its chain or manifest');
  const { note, isThere } = addition;
  const longer = isThere ? custody : Buffer.concat([custody, Buffer.from(noteLine(head, note))]);
  const changes = new Map<string, Buffer>(isThere ? [] : [[CUSTODY, longer]]);
  if (addition.timestampQuery && !tags.has(QUERY)) changes.set(QUERY, timestampQuery(manifest));
  if (addition.signingKey !== null)
    for (const [path, bytes] of signatureFiles(tags, state, longer, addition.signingKey))
      changes.set(path, bytes);
  const all = new Map([...tags, ...changes]);
  const listed = new Set([...state.listed, ...changes.keys()]);
  return {
    changes: new Map([...changes, ...tagManifests(all, listed)]),
    seq: isThere ? head.seq : head.seq + 1,
  };
}

function signatureFiles(
  tags: TagFiles,
  { signatures }: TagState,
  custody: Buffer,
  key: SigningKey,
): readonly (readonly [string, Buffer])[] {
  const head = parseCustody(custody).entries.at(-1);
  const { fingerprint } = key.publicKey;
  const statement = statementText({
    case: caseOf(tags),
    manifestSha256: digestOf('sha256', tags.get(MANIFEST) ?? Buffer.alloc(0)),
    manifestSha512: digestOf('sha512', tags.get('manifest-sha512.txt') ?? Buffer.alloc(0)),
    tagSha256: tagDigests((path) => digestOf('sha256', tags.get(path) ?? Buffer.alloc(0))),
    custodySeq: head?.seq ?? 0,
    custodyHash: head?.hash ?? '',
    fingerprint,
  });
  const { sshsig, raw } = signStatement(key, statement);
  const name = `signature-${nextSignature(signatures)}`;
  return [
    [`${name}.txt`, Buffer.from(statement, 'utf8')],
    [`${name}.sig`, Buffer.from(sshsig, 'latin1')],
    [`${name}.bin`, raw],
  ];
}

/** What `bag-info.txt` calls the case. */
function caseOf(tags: TagFiles): string {
  const text = tags.get('bag-info.txt')?.toString('utf8') ?? '';
  const [name, ...more] = [...text.matchAll(/^External-Identifier: (.*)$/gm)].map(
    ([, value]) => value,
  );
  if (name !== undefined && more.length === 0 && isCaseName(name)) return name;
  throw new UserError('case-unknown', 'bag-info.txt does not name one case (External-Identifier)', {
    hint: 'a signature names the case: without --sign the entry can be added',
    exitCode: EXIT.integrity,
  });
}

function tagManifests(tags: TagFiles, listed: ReadonlySet<string>): Changes {
  const digests = new Map<string, Digests>();
  for (const path of listed) {
    const bytes = tags.get(path);
    if (bytes !== undefined)
      digests.set(path, {
        sha256: digestOf('sha256', bytes),
        sha512: digestOf('sha512', bytes),
        bytes: bytes.length,
      });
  }
  return new Map(
    ALGORITHMS.map((algorithm) => [
      `tagmanifest-${algorithm}.txt`,
      Buffer.from(manifestText(digests, algorithm), 'utf8'),
    ]),
  );
}
