import PostalMime from 'postal-mime';
import { errorMessage } from '../model/errors.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import { plainMessageId } from '../store/match-id.ts';

/** One Received header: a server that took the message in. `at` is milliseconds UTC, null if it names no time. */
export interface ReceivedHeader {
  readonly from: string | null;
  readonly by: string | null;
  readonly at: number | null;
}

/** What a pasted mail tells of the message that is looked for. */
export interface Mail {
  readonly messageId: string;
  /** It is an NDR, and the id is that of the message it reports on. */
  readonly isNdr: boolean;
  /** In order of the way: the first server first. */
  readonly received: readonly ReceivedHeader[];
}

interface Header {
  readonly key: string;
  readonly value: string;
}

interface Part {
  readonly headers: readonly Header[];
  readonly attachments: readonly { readonly mimeType: string; readonly content: unknown }[];
}

/** Parts that hold the message which an NDR reports on (RFC 3462; the second name is an old slip of some servers). */
const ORIGINAL_PARTS = new Set([
  'message/rfc822',
  'text/rfc822-headers',
  'message/rfc822-headers',
  'message/global',
]);

/**
 * Reads a pasted header block, an .eml or an NDR. Throws UserError (exit 2): `no-message-id` when it names no message,
 * `unreadable-mail` when it is beyond all measure.
 */
export async function readMail(bytes: Uint8Array): Promise<Mail> {
  const outer = await parse(bytes);
  const original = outer.attachments.find(({ mimeType }) =>
    ORIGINAL_PARTS.has(mimeType.toLowerCase()),
  );
  const isNdr = original !== undefined && isReport(outer);
  const inner = isNdr ? await parse(contentBytes(original.content)) : outer;
  const messageId = headerOf(inner, 'message-id');
  if (messageId === null)
    throw new UserError('no-message-id', 'the headers hold no Message-ID', {
      hint: 'paste the whole header block of the message; in Outlook: View, Options, Internet headers',
      exitCode: EXIT.usage,
    });
  return { messageId: firstId(messageId), isNdr, received: receivedOf(inner) };
}

/** Some software writes comments, or several ids, behind the one that counts. */
function firstId(header: string): string {
  return plainMessageId(/<[^<>]+>/.exec(header)?.[0] ?? header);
}

async function parse(bytes: Uint8Array): Promise<Part> {
  // Leading blank lines, as pasting leaves them, would end the header block at once.
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/^\uFEFF|^\u00ef\u00bb\u00bf/, '')
    .replace(/^\s*\n/, '');
  try {
    return await PostalMime.parse(Buffer.from(text, 'latin1'), {
      forceRfc822Attachments: true,
      attachmentEncoding: 'arraybuffer',
    });
  } catch (error) {
    // Its limits: headers of 2 MB, parts 256 deep.
    throw new UserError('unreadable-mail', `the mail cannot be read: ${errorMessage(error)}`, {
      hint: 'paste the header block of the message alone',
      exitCode: EXIT.usage,
      cause: error,
    });
  }
}

function isReport(mail: Part): boolean {
  return /multipart\/report/i.test(headerOf(mail, 'content-type') ?? '');
}

function contentBytes(content: unknown): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content, 'utf8');
  if (content instanceof Uint8Array) return content;
  return content instanceof ArrayBuffer ? new Uint8Array(content) : new Uint8Array();
}

function headerOf(mail: Part, name: string): string | null {
  const value = mail.headers.find(({ key }) => key === name)?.value.trim();
  return value === undefined || value === '' ? null : value;
}

function receivedOf(mail: Part): ReceivedHeader[] {
  return mail.headers
    .filter(({ key }) => key === 'received')
    .map(({ value }) => parseReceived(value))
    .toReversed();
}

/** RFC 5321, 4.4: `from X (...) by Y (...) with SMTP; DATE`. */
export function parseReceived(value: string): ReceivedHeader {
  const text = value.replace(/\s+/g, ' ').slice(0, 4000);
  const semicolon = text.lastIndexOf(';');
  const date =
    semicolon < 0
      ? Number.NaN
      : Date.parse(
          text
            .slice(semicolon + 1)
            .replace(/\([^)]*\)/g, '')
            .trim(),
        );
  const way = semicolon < 0 ? text : text.slice(0, semicolon);
  return {
    from: /(?:^|\s)from ([^\s;()]+)/i.exec(way)?.[1] ?? null,
    by: /(?:^|\s)by ([^\s;()]+)/i.exec(way)?.[1] ?? null,
    at: Number.isNaN(date) ? null : date,
  };
}
