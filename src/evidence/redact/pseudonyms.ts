import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { isSystemAddress } from '../../catalogue/system-mail.ts';
import { serverOfFolder, slotDay, slotName } from '../../ingest/source-name.ts';
import { firstLabel, foldHost, suffixOf } from '../../lifecycle/hosts.ts';
import { foldAddress, foldMessageId, plainAddress } from '../../model/fold-names.ts';
import { foldCase } from './find-names.ts';
import { isPlainDomain } from './plain-domain.ts';
import type { Kind, RevealedToken } from './redaction-record.ts';
import { Sightings } from './sightings.ts';
import { redactSentence, sentenceNames } from './sentence.ts';
import type { SentenceNames } from './sentence.ts';

export interface PseudonymOptions {
  readonly key: Uint8Array;
  readonly caseName: string;
  readonly keepDomains: boolean;
}

/** The form of each kind's token. */
export const TOKEN_FORMS: Readonly<Record<Kind, string>> = {
  address: 'person-<12 hex>@<domain>, system-... for mail of the system',
  domain: 'domain-<8 hex>.invalid',
  host: 'host-<12 hex of the first label>, .<domain> where the name has one',
  ip: 'ip-<12 hex>',
  'message-id': 'id-<16 hex>@redacted.invalid',
  folder: 'folder-<12 hex>',
  file: 'file-<12 hex>, with its ending',
  query: 'query-<12 hex>',
};

const DIGITS: Readonly<Record<Kind, number>> = {
  address: 12,
  domain: 8,
  host: 12,
  ip: 12,
  'message-id': 16,
  folder: 12,
  file: 12,
  query: 12,
};
/** A second text whose digits are those of another one gets so many more. */
const MORE_DIGITS = 8;

const POSTMASTER = /^(postmaster|mailer-daemon)(@|$)/i;
const DIRECTORY = /^(?:ex:\s*)?\/o=|^x400:/i;
/** The folder of logs of 4.0 to 5.5, whatever the server is called. */
const TRACKING = /^tracking\.log$/i;
const DATE_SLOT = /^(?:MSGTRK(?:MA|MD|MS|M)?)?\d{8}(?:\d\d)?(?:-\d{1,4})?\.(?:log|txt)(?:\.gz)?$/i;
const ENDING = /(?:\.(?:log|txt|gz|zip|csv))+$/i;

/**
 * What stands for the names of one case: HMAC-SHA-256 of [case, kind, folded text] with the key, so the same everywhere in the case, and
 * telling nothing to whoever has no key. What stands for "none" (`-`, `<>`, nothing) stays.
 */
export class Pseudonyms {
  readonly seen = new Sightings();
  readonly #options: PseudonymOptions;
  readonly #digits = new Map<string, string>();
  readonly #texts = new Map<string, string>();
  /** Once all names are known, what they are replaced by in sentences. */
  #sentences: SentenceNames | null = null;
  #idTokens: ReadonlyMap<string, string> = new Map();

  constructor(options: PseudonymOptions) {
    this.#options = options;
  }

  /** All names were seen: from now on sentences and queries are redacted too. What was counted before is forgotten. */
  knowAll(): void {
    const spellings = this.seen.spellings();
    this.#sentences = sentenceNames(spellings);
    const ids = spellings.filter(({ kind }) => kind === 'message-id');
    this.#idTokens = new Map(ids.map(({ original, token }) => [foldCase(original), token]));
    this.seen.forgetPlaces();
  }

  address(text: string): string {
    if (isNone(text)) return text;
    const plain = plainAddress(text);
    if (plain === '<>' || plain === '') return text;
    const prefix = /^smtp:/i.exec(text)?.[0] ?? '';
    const inner = this.#person(plain);
    return plain.length === text.length - prefix.length
      ? `${prefix}${inner}`
      : `${prefix}<${inner}>`;
  }

  #person(plain: string): string {
    const folded = foldAddress(plain);
    const word = isSystemAddress(plain) || POSTMASTER.test(plain) ? 'system' : 'person';
    const name = `${word}-${this.#hex('address', folded)}`;
    const at = folded.lastIndexOf('@');
    const token =
      at < 0 || DIRECTORY.test(plain)
        ? `${/^(?:ex|x400):/i.exec(plain)?.[0].toUpperCase() ?? ''}${name}`
        : `${name}@${this.#domainPart(folded.slice(at + 1))}`;
    this.seen.note('address', plain, token);
    return token;
  }

  /** A mail domain of its own, as a row is named by. */
  domain(text: string): string {
    const token = this.#domainPart(text.toLowerCase());
    this.seen.note('domain', text, token);
    return token;
  }

  /** A mail domain of one label is most often a host; what follows a host's first label is none. */
  #domainPart(folded: string, least: 1 | 2 = 2): string {
    const keeps = this.#options.keepDomains && isPlainDomain(folded);
    if (keeps && (least === 1 || folded.includes('.'))) {
      this.seen.keep(folded);
      return folded;
    }
    const token = `domain-${this.#hex('domain', folded)}.invalid`;
    this.seen.notePart('domain', folded, token);
    return token;
  }

  /** A NetBIOS name and the first label of a full name have one token: which of them are one server the logs tell. */
  host(text: string): string {
    if (isNone(text.trim())) return text;
    const folded = foldHost(text);
    const spelled = text.trim().replace(/^\[(.*)\]$/, '$1');
    if (isIP(folded) !== 0) return this.#ip(spelled);
    const label = firstLabel(folded);
    const labelToken = `host-${this.#hex('host', label)}`;
    const suffix = suffixOf(folded);
    if (suffix === null) return this.#named('host', spelled, labelToken);
    this.seen.notePart('host', label, labelToken);
    return this.#named('host', spelled, `${labelToken}.${this.#domainPart(suffix, 1)}`);
  }

  /** The zone behind an address (`fe80::1%3`) is a number that only that machine knows, and stays. */
  #ip(spelled: string): string {
    const zone = /%\d{1,9}$/.exec(spelled)?.[0] ?? '';
    const ip = spelled.slice(0, spelled.length - zone.length);
    return `${this.#named('ip', ip, `ip-${this.#hex('ip', foldHost(ip))}`)}${zone}`;
  }

  messageId(text: string): string {
    const trimmed = text.trim();
    if (isNone(trimmed)) return text;
    const inBrackets = trimmed.length > 2 && trimmed.startsWith('<') && trimmed.endsWith('>');
    const plain = inBrackets ? trimmed.slice(1, -1) : trimmed;
    const hex = this.#hex('message-id', foldMessageId(plain));
    const token = this.#named('message-id', plain, `id-${hex}@redacted.invalid`);
    return inBrackets ? `<${token}>` : token;
  }

  /** What a user asked for: the token of the message where it is its id, in whatever capitals. */
  query(text: string): string {
    if (this.#sentences === null || text === '') return text;
    const plain = text.trim().replace(/^<(.+)>$/, '$1');
    return (
      this.#idTokens.get(foldCase(plain)) ??
      this.#named('query', text, `query-${this.#hex('query', text)}`)
    );
  }

  /** A path: folders may be called after servers or users. Only the name of a log that says nothing but its day stays. */
  file(path: string): string {
    if (path === '-') return path;
    const parts = path.split(/([\\/])/);
    const base = parts.length - 1;
    const inTracking = TRACKING.test(parts[base - 2] ?? '');
    return parts
      .map((part, index) => {
        if (index % 2 === 1 || part === '' || part === '.' || part === '..') return part;
        if (index === base) return this.#baseName(part);
        if (inTracking && index === base - 2) return part;
        if (inTracking && index === base - 4 && serverOfFolder(path) === part)
          return this.host(part);
        return index === base - 2 ? this.#logFolder(part) : this.#part('folder', part);
      })
      .join('');
  }

  /** Exchange keeps its logs in folders called `SERVER.log`. */
  #logFolder(part: string): string {
    const server = /^(.+)\.log$/i.exec(part)?.[1];
    return server === undefined ? this.#part('folder', part) : `${this.host(server)}.log`;
  }

  #baseName(part: string): string {
    if (DATE_SLOT.test(part) && slotDay(slotName(part)) !== null) {
      this.seen.keep(part);
      return part;
    }
    return `${this.#part('file', part)}${ENDING.exec(part)?.[0].toLowerCase() ?? ''}`;
  }

  #part(kind: 'folder' | 'file', part: string): string {
    return this.#named(kind, part, `${kind}-${this.#hex(kind, part)}`);
  }

  /** A sentence of ours with names in it. */
  sentence(text: string): string {
    return this.#sentences === null ? text : redactSentence(text, this.#sentences, this);
  }

  /** A subject is gone, and remembered only to see that it is. */
  subject(text: string): void {
    this.seen.gone('subject', text);
  }

  #named(kind: Kind, original: string, token: string): string {
    this.seen.note(kind, original, token);
    return token;
  }

  #hex(kind: Kind, folded: string): string {
    const name = `${kind} ${folded}`;
    const known = this.#digits.get(name);
    if (known !== undefined) return known;
    const { key, caseName } = this.#options;
    const all = createHmac('sha256', key)
      .update(JSON.stringify([caseName, kind, folded]))
      .digest('hex');
    let digits = all.slice(0, DIGITS[kind]);
    while (this.#texts.has(`${kind} ${digits}`) && digits.length < all.length)
      digits = all.slice(0, digits.length + MORE_DIGITS);
    this.#texts.set(`${kind} ${digits}`, folded);
    this.#digits.set(name, digits);
    return digits;
  }

  /** What `reveal` needs, in order of token. */
  tokens(): RevealedToken[] {
    return this.seen.tokens();
  }
}

/** What logs and reports write for nobody and nothing. */
function isNone(text: string): boolean {
  return text === '' || text === '-' || text === '<>';
}
