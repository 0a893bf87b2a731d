import type { StuckReport } from '../model/stuck-report.ts';
import { coverageLine } from './coverage-line.ts';
import { mdDocument, mdText } from './markdown.ts';
import { mdAgeTable, mdOldest } from './markdown-parts.ts';
import { apartTexts, listOf, nothingText, stuckTitle } from './stuck-text.ts';
import type { View } from './style.ts';

const LISTED = 10;

/** The queue as Markdown, safe to mail. Only `zone` of the view counts. `listAll`: all of what is listed. */
export function stuckMarkdown(report: StuckReport, view: View, listAll: boolean): string {
  const coverage = mdText(coverageLine(report.coverage, view));
  if (report.total.count === 0)
    return mdDocument([
      [mdText(nothingText(report, view.zone))],
      bullets([...apartTexts(report, false).map(mdText), coverage]),
    ]);
  const { name, records } = listOf(report);
  const listed = mdOldest(records, listAll ? records.length : LISTED);
  return mdDocument([
    [`# ${mdText(stuckTitle(report, view.zone))}`],
    mdAgeTable(report, report.asOf, view.zone),
    bullets([...apartTexts(report, true).map(mdText), coverage]),
    listed.length === 0 ? [] : [`## ${name}`, '', ...listed],
  ]);
}

function bullets(texts: readonly string[]): string[] {
  return texts.map((text) => `- ${text}`);
}
