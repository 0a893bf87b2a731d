import { DER, derAt, DerError, readDer } from './der.ts';
import type { DerNode } from './der.ts';

/** What an authority's answer says; whether it is signed, and by whom, is not looked at here. */
export interface TimestampAnswer {
  /** Algorithm of the digest that it is of; null for one that is not SHA-256. */
  readonly algorithm: 'sha256' | null;
  /** The digest, lower-case hex. */
  readonly digest: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** As the authority calls itself, `CN=..., O=...`; null where the stamp does not say. */
  readonly tsa: string | null;
}

const SIGNED_DATA = '2a864886f70d010702';
const TST_INFO = '2a864886f70d0109100104';
const SHA256 = '608648016503040201';

/** PKIStatus `granted` and `grantedWithMods`. */
const GRANTED: readonly string[] = ['00', '01'];

/** Reads a TimeStampResp (RFC 3161, 2.4.2), DER; else says why it is none, a clause without a full stop. */
export function readTimestampAnswer(bytes: Uint8Array): TimestampAnswer | string {
  try {
    const [response, ...more] = readDer(Buffer.from(bytes));
    if (response === undefined || more.length > 0) throw new DerError();
    const parts = readDer(derAt([response], 0, DER.sequence));
    const status = derAt(readDer(derAt(parts, 0, DER.sequence)), 0, DER.integer).toString('hex');
    if (!GRANTED.includes(status))
      return `the authority refused the request (status ${Number.parseInt(status, 16)})`;
    return readInfo(readDer(tstInfo(derAt(parts, 1, DER.sequence))));
  } catch (error) {
    if (error instanceof DerError) return 'it is no time stamp answer of RFC 3161';
    throw error;
  }
}

/** ContentInfo → SignedData → EncapsulatedContentInfo → the content of TSTInfo. */
function tstInfo(contentInfo: Buffer): Buffer {
  const signedData = explicit(readDer(contentInfo), SIGNED_DATA, DER.sequence);
  const encapsulated = readDer(derAt(readDer(signedData), 2, DER.sequence));
  const [info, ...more] = readDer(explicit(encapsulated, TST_INFO, DER.octets));
  if (info === undefined || more.length > 0) throw new DerError();
  return derAt([info], 0, DER.sequence);
}

/** `{ OID, [0] content }`. */
function explicit(nodes: readonly DerNode[], oid: string, tag: number): Buffer {
  if (derAt(nodes, 0, DER.oid).toString('hex') !== oid) throw new DerError();
  return derAt(readDer(derAt(nodes, 1, DER.context0)), 0, tag);
}

function readInfo(info: readonly DerNode[]): TimestampAnswer {
  const imprint = readDer(derAt(info, 2, DER.sequence));
  const oid = derAt(readDer(derAt(imprint, 0, DER.sequence)), 0, DER.oid).toString('hex');
  return {
    algorithm: oid === SHA256 ? 'sha256' : null,
    digest: derAt(imprint, 1, DER.octets).toString('hex'),
    at: readTime(derAt(info, 4, DER.generalizedTime).toString('latin1')),
    tsa: tsaName(info),
  };
}

/** `20261124175041.25Z` */
function readTime(text: string): string {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(text);
  if (found === null) throw new DerError();
  const [, year, month, day, hour, minute, second, fraction = ''] = found;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (Number.isNaN(Date.parse(`${iso}Z`))) throw new DerError();
  return `${iso}${fraction}Z`;
}

const ATTRIBUTES: Readonly<Record<string, string>> = {
  '550403': 'CN',
  '550406': 'C',
  '550407': 'L',
  '550408': 'ST',
  '55040a': 'O',
  '55040b': 'OU',
};

const TEXT_TAGS: readonly number[] = [DER.utf8, DER.printable, DER.ia5];

/** The optional last part `[0] GeneralName`; of its kinds authorities use `directoryName`. */
function tsaName(info: readonly DerNode[]): string | null {
  const named = info.slice(5).find(({ tag }) => tag === DER.context0);
  const [name] = named === undefined ? [] : readDer(named.bytes);
  if (name?.tag !== DER.context4) return null;
  const parts = readDer(derAt(readDer(name.bytes), 0, DER.sequence)).flatMap(({ bytes }) =>
    readDer(bytes).flatMap((attribute) => attributeText(readDer(attribute.bytes))),
  );
  return parts.length === 0 ? null : parts.toReversed().join(', ');
}

function attributeText(nodes: readonly DerNode[]): string[] {
  const key = ATTRIBUTES[derAt(nodes, 0, DER.oid).toString('hex')];
  const value = nodes[1];
  if (key === undefined || value === undefined || !TEXT_TAGS.includes(value.tag)) return [];
  return [`${key}=${value.bytes.toString('utf8')}`];
}
