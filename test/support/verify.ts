import type { PublicKey } from '../../src/evidence/signing/ed25519.ts';
import { verifyBag } from '../../src/evidence/verify/verify-bag.ts';
import type { VerifyReport } from '../../src/model/verify-report.ts';

export interface Asked {
  readonly logs?: string;
  readonly trusted?: readonly PublicKey[];
  readonly caFile?: string;
  readonly maxBytes?: number;
}

/** Checks a bag as `mailtrail verify` does. */
export async function verified(path: string, asked: Asked = {}): Promise<VerifyReport> {
  return verifyBag(path, {
    logs: asked.logs ?? null,
    trusted: asked.trusted ?? null,
    caFile: asked.caFile ?? null,
    maxBytes: asked.maxBytes ?? null,
    onProgress: () => undefined,
  });
}

/** Failures as `code path:line`, in order. */
export function failuresOf({ failures }: VerifyReport): string[] {
  return failures.map(({ code, path, line }) =>
    [code, ...(path === null ? [] : [line === null ? path : `${path}:${line}`])].join(' '),
  );
}

/** Codes of the failures, each once, in order. */
export function codesOf({ failures }: VerifyReport): string[] {
  return [...new Set(failures.map(({ code }) => code))];
}

export function notesOf({ notes }: VerifyReport): string[] {
  return notes.map(({ code }) => code);
}
