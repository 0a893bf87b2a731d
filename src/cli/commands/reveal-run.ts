import { readKey } from '../../evidence/redact/key-file.ts';
import { readRedaction } from '../../evidence/redact/read-redaction.ts';
import { createRevealer, openRedaction, revealTokens } from '../../evidence/redact/reveal.ts';
import type { RevealedToken } from '../../evidence/redact/redaction-record.ts';
import type { RevealReport } from '../../model/reveal-report.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { csvRow } from '../../render/csv.ts';
import { revealText } from '../../render/reveal-text.ts';
import { safeJson, visible } from '../../render/visible.ts';
import { createView, tell } from '../io.ts';
import type { Io } from '../io.ts';
import { readFileBytes } from '../read-input.ts';
import type { RevealOptions } from './reveal.ts';

export async function runReveal(
  bag: string,
  asked: readonly string[],
  options: RevealOptions,
  io: Io,
): Promise<ExitCode> {
  const fromStdin = asked.includes('-');
  if (fromStdin && (asked.length > 1 || options.json === true || options.csv === true))
    throw new UserError('text-and-tokens', '- goes without tokens, --json and --csv', {
      hint: 'give - alone to put originals into a text, or name tokens',
      exitCode: EXIT.usage,
    });
  const { key, warning } = readKey(options.key);
  if (warning !== null) tell(io, `warning: ${warning}`);
  const redaction = await readRedaction(bag);
  const tokens = openRedaction(redaction, key);
  if (fromStdin) return revealInText(tokens, io);
  const report = revealTokens(redaction, tokens, asked);
  io.out(printed(report, options, io));
  for (const token of report.unknown) tell(io, `the bag does not know the token ${token}`);
  return report.unknown.length > 0 ? EXIT.nothingFound : EXIT.done;
}

function printed(report: RevealReport, options: RevealOptions, io: Io): string {
  if (options.json) return `${safeJson(report, 2)}\n`;
  if (options.csv) {
    const rows = report.tokens.map(({ token, kind, original }) => [token, kind, original]);
    return [['token', 'kind', 'original'], ...rows].map(csvRow).join('');
  }
  return report.tokens.length === 0 && report.unknown.length > 0
    ? ''
    : revealText(report, createView(io, options));
}

async function revealInText(tokens: readonly RevealedToken[], io: Io): Promise<ExitCode> {
  const text = (await readFileBytes('-', io)).toString('utf8');
  const reveal = createRevealer(tokens, visible);
  io.out(reveal(io.outIsTerminal ? shown(text) : text));
  return EXIT.done;
}

/** Line ends and tabs stay. */
function shown(text: string): string {
  return text.replace(/[^\n\t]+/g, visible);
}
