import type { LogFormat } from '../formats/format.ts';
import { msgtrkSlot } from '../model/msgtrk-slot.ts';
import type { Line } from './lines.ts';
import { serverOfBareFolder, serverOfFolder, slotName } from './source-name.ts';

/**
 * Which server wrote the lines of a file that name none: the one of its folder; of modern logs the one that other lines at the file's beginning
 * name, else that of a folder that only looks like a server's.
 */
export function serverOfFile(
  file: string,
  format: LogFormat,
  firstLines: readonly Line[],
): string | null {
  const folder = serverOfFolder(file);
  if (folder !== null) return folder;
  const told = format.serverOf?.(firstLines.map(({ text }) => text)) ?? null;
  if (told !== null || format.name !== 'msgtrk') return told;
  const named = msgtrkSlot(slotName(file)) !== null ? serverNamedIn(firstLines, format) : null;
  return named ?? serverOfBareFolder(file);
}

/** The first server that a line names as the one that wrote it. */
function serverNamedIn(lines: readonly Line[], format: LogFormat): string | null {
  let layout = format.initialLayout;
  for (const { text } of lines) {
    if (format.isDirective(text)) {
      layout = format.readDirective(text, layout);
      continue;
    }
    const decoded = format.decoder(layout)(text);
    const server = decoded.kind === 'event' ? decoded.events[0]?.server : null;
    if (typeof server === 'string') return server;
  }
  return null;
}
