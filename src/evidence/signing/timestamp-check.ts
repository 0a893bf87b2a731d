import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { errorMessage } from '../../model/errors.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import { runOpenssl } from './openssl.ts';
import type { OpensslRun } from './openssl.ts';
import { readTimestampAnswer } from './timestamp-answer.ts';
import type { TimestampAnswer } from './timestamp-answer.ts';
import { timestampQuery } from './timestamp-query.ts';

/** Times are ISO 8601 UTC; `tsa` is the authority's own name, null where the stamp does not say; reasons are clauses without a full stop. */
export type TimestampCheck =
  | { readonly state: 'ok'; readonly at: string; readonly tsa: string | null }
  | { readonly state: 'failed'; readonly reason: string }
  | {
      /** It is of this manifest, and says this time; that the authority signed it was not checked. */
      readonly state: 'not-checked';
      readonly at: string;
      readonly tsa: string | null;
      readonly reason: string;
    };

export interface TimestampFiles {
  /** `manifest-sha256.txt.tsq`; null where it is not there, which is no fault of an answer. */
  readonly query: Uint8Array | null;
  /** `manifest-sha256.txt.tsr`. */
  readonly answer: Uint8Array;
  /** `manifest-sha256.txt`. */
  readonly manifest: Uint8Array;
  /** Certificates in PEM that are trusted to sign time stamps; null: none is named. */
  readonly caFile: string | null;
}

/**
 * Checks an authority's answer: that it is of this manifest by reading it, that the authority signed it by `openssl ts -verify`. Its
 * certificate is judged as of the time of the stamp, as it has mostly run out when a bag is opened years later.
 */
export async function checkTimestamp(files: TimestampFiles): Promise<TimestampCheck> {
  const { query, answer, manifest, caFile } = files;
  if (query !== null && !timestampQuery(manifest).equals(query))
    return failed('the request is not of this manifest');
  const read = readTimestampAnswer(answer);
  if (typeof read === 'string') return failed(`the answer cannot be read: ${read}`);
  const digest = createHash('sha256').update(manifest).digest('hex');
  if (read.algorithm !== 'sha256') return failed('the answer is of a digest that is not SHA-256');
  if (read.digest !== digest)
    return failed(`the answer is of another file (SHA-256 ${read.digest})`);
  if (caFile === null) return notChecked(read, 'no file of trusted certificates was named');
  await checkReadable(caFile);
  return judge(read, await verify(answer, digest, read.at, resolve(caFile)));
}

async function checkReadable(caFile: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(caFile, 'latin1');
  } catch (error) {
    throw caError(
      'ca-unreadable',
      `${JSON.stringify(caFile)} cannot be read: ${errorMessage(error)}`,
      error,
    );
  }
  if (!/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(text))
    throw caError(
      'ca-without-certificate',
      `${JSON.stringify(caFile)} holds no certificate in PEM`,
    );
}

function caError(code: string, message: string, cause?: unknown): UserError {
  const hint =
    "name the authority's root certificate, and those between, in one PEM file; openssl x509 -inform der -in FILE prints PEM";
  return new UserError(code, message, { hint, exitCode: EXIT.usage, cause });
}

async function verify(
  answer: Uint8Array,
  digest: string,
  at: string,
  caFile: string,
): Promise<OpensslRun> {
  // The bag's own file may be in a zip, or its name may look like an option.
  const folder = await mkdtemp(join(tmpdir(), 'mailtrail-'));
  try {
    await writeFile(join(folder, 'answer.tsr'), answer);
    const seconds = String(Math.floor(Date.parse(at) / 1000));
    const what = ['ts', '-verify', '-digest', digest, '-in', 'answer.tsr'];
    return await runOpenssl([...what, '-CAfile', caFile, '-attime', seconds], folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** LibreSSL, and others that do not know an option, say neither OK nor FAILED. */
function judge(read: TimestampAnswer, run: OpensslRun): TimestampCheck {
  if (run.kind === 'missing') return notChecked(read, 'openssl is not installed');
  if (run.kind === 'stopped') return notChecked(read, 'openssl took too long');
  if (run.code === 0 && /^Verification: OK\s*$/m.test(run.out))
    return { state: 'ok', at: read.at, tsa: read.tsa };
  const why = opensslReason(run.out);
  return /^Verification: FAILED\s*$/m.test(run.out)
    ? failed(`openssl does not accept it: ${why}`)
    : notChecked(read, `openssl could not check it: ${why}`);
}

/** `...:error:...:ts_check_imprints:message imprint mismatch:file:line:` and its like: the part that people can read. */
function opensslReason(out: string): string {
  const line = out.split('\n').findLast((text) => /:error:|^error /.test(text)) ?? '';
  const parts = line.split(':');
  const from = parts.indexOf('error');
  const text = [parts[from + 4], parts.slice(from + 7).join(':')].filter(
    (part) => part !== undefined && part.trim() !== '',
  );
  return text.length === 0 ? 'it gives no reason' : text.join(', ').trim();
}

function failed(reason: string): TimestampCheck {
  return { state: 'failed', reason };
}

function notChecked({ at, tsa }: TimestampAnswer, reason: string): TimestampCheck {
  return { state: 'not-checked', at, tsa, reason };
}
