import { decodeWindows1252 } from './decode-text.ts';

const ENCODED_WORD = /=\?([^?\s]{1,40})\?([bq])\?([^?]*)\?=/gi;
const BETWEEN_WORDS = /(=\?[^?\s]+\?[bq]\?[^?]*\?=)\s+(?==\?[^?\s]+\?[bq]\?)/gi;

/**
 * A subject for display: encoded words (RFC 2047) are decoded, one that cannot be stays as it was written. The log
 * keeps them raw.
 */
export function displaySubject(subject: string): string {
  if (!subject.includes('=?')) return subject;
  return subject
    .replace(BETWEEN_WORDS, '$1')
    .replace(
      ENCODED_WORD,
      (word: string, charset: string, encoding: string, text: string) =>
        decodeWord(charset, encoding, text) ?? word,
    );
}

function decodeWord(charset: string, encoding: string, text: string): string | null {
  const bytes =
    encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : quotedPrintable(text);
  try {
    // RFC 2231 lets a language follow the charset: `utf-8*en`.
    const decoder = new TextDecoder(charset.replace(/\*.*$/, ''));
    return decoder.encoding === 'windows-1252' ? decodeWindows1252(bytes) : decoder.decode(bytes);
  } catch {
    return null;
  }
}

function quotedPrintable(text: string): Buffer {
  const bytes = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
