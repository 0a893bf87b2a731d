import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What lets a browser in; made anew whenever the page is started. */
export interface Secrets {
  /** In the address that is printed. */
  readonly key: string;
  /** In the cookie that the key is exchanged for. */
  readonly session: string;
  /** In the forms of pages: what is posted comes from one of them. */
  readonly token: string;
}

export function newSecrets(): Secrets {
  return { key: newSecret(), session: newSecret(), token: newSecret() };
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Takes as long whatever is given. */
export function isSecret(given: string | undefined, secret: string): boolean {
  return timingSafeEqual(hashOf(given ?? ''), hashOf(secret));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
