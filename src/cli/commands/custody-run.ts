import { hostname } from 'node:os';
import { addCustody, readCustody } from '../../evidence/custody/custody.ts';
import type { AddedCustody } from '../../evidence/custody/custody.ts';
import { readSigningKeyFile } from '../../evidence/signing/read-key-file.ts';
import type { CustodyReport } from '../../model/custody-report.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { VERSION } from '../../model/version.ts';
import { custodyText } from '../../render/custody-text.ts';
import { safeJson } from '../../render/visible.ts';
import { actorName } from '../actor.ts';
import { now } from '../clock.ts';
import { createView } from '../io.ts';
import type { Io } from '../io.ts';
import type { CustodyOptions } from './custody.ts';

export async function runCustody(bag: string, options: CustodyOptions, io: Io): Promise<ExitCode> {
  refuseWithoutText(options);
  const { add: text } = options;
  const { state, added } =
    text === undefined
      ? { state: await readCustody(bag), added: null }
      : await addText(bag, text, options, io);
  const { entries, signatures, unfinished, problems } = state;
  const signedUpTo = Math.max(0, ...signatures.map(({ ok, seq }) => (ok ? (seq ?? 0) : 0)));
  const report: CustodyReport = {
    schema: 'mailtrail/custody/1',
    bag,
    entries,
    signatures,
    signedUpTo,
    unfinished,
    problems,
    added,
  };
  const asked = { adding: text !== undefined };
  io.out(
    options.json === true
      ? `${safeJson(report, 2)}\n`
      : custodyText(report, asked, createView(io, options)),
  );
  return problems.length > 0 ? EXIT.integrity : EXIT.done;
}

async function addText(
  bag: string,
  text: string,
  options: CustodyOptions,
  io: Io,
): Promise<AddedCustody> {
  return addCustody(bag, {
    note: {
      at: now(io.env).toISOString(),
      actor: actorName(options.by),
      host: hostname(),
      tool: `mailtrail ${VERSION}`,
      text,
    },
    signingKey: options.sign === undefined ? null : readSigningKeyFile(options.sign),
    timestampQuery: options.timestampQuery ?? false,
  });
}

function refuseWithoutText({ add, by, sign, timestampQuery }: CustodyOptions): void {
  if (add !== undefined) return;
  if (by === undefined && sign === undefined && timestampQuery === undefined) return;
  throw new UserError('add-missing', '--by, --sign and --timestamp-query go with --add', {
    hint: 'say what happened, such as --add "signed by the team lead": whoever changes the bag leaves an entry',
    exitCode: EXIT.usage,
  });
}
