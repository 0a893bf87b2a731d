import { clip, visible } from './visible.ts';

/** Text of Markdown (GitHub's) that is safe to mail: it makes no links, holds no HTML, and reads the same where nobody renders it. */

const CODE_ROOM = 120;

/**
 * Log text as code, the one place where neither Markdown nor GitHub looks for links. What could end the code, the cell or
 * be HTML is written out as `\u{7c}`; addresses and domains are defanged, since mail clients link them even in code.
 */
export function mdCode(text: string): string {
  if (text === '<>') return '(null sender)';
  // A backslash at the end would seem to escape the backtick.
  const shown = clip(text, CODE_ROOM).replaceAll(
    /[`|<>&]|\\$/g,
    (character) => `\\u{${character.charCodeAt(0).toString(16)}}`,
  );
  return shown.trim() === '' ? '(none)' : `\`${defang(shown)}\``;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // No backslash stands before a pipe, so that nobody can disagree where a cell ends.
  '|': '&#124;',
  '\\': '&#92;',
};

/** A sentence, whatever it quotes. */
export function mdText(text: string): string {
  const escaped = visible(text).replaceAll(
    /[&<>|\\`*_[\]~#$]/g,
    (character) => ESCAPES[character] ?? `\\${character}`,
  );
  // Parentheses are common in sentences and act only behind a bracket, such as those that defanging makes.
  return defang(escaped).replaceAll('](', ']\\(');
}

/** `bob[at]partner[.]example`: no client makes a link of it, anybody can read it. Numbers keep their points. */
function defang(text: string): string {
  return text
    .replaceAll('@', '[at]')
    .replaceAll('://', '[:]//')
    .replaceAll(/(?<=\S)\.(?=\p{L})/gu, '[.]');
}

/** A table of cells that are Markdown already. */
export function mdTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number>,
): string[] {
  return [
    mdRow(head),
    mdRow(head.map((_, column) => (right.has(column) ? '--:' : '---'))),
    ...rows.map(mdRow),
  ];
}

function mdRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Lines that keep their columns. They hold no log text. */
export function mdBlock(lines: readonly string[]): string[] {
  return ['```text', ...lines, '```'];
}

/** Blocks with a blank line between; empty ones are left out. */
export function mdDocument(blocks: readonly (readonly string[])[]): string {
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
