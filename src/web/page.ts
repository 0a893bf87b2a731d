import type { Html } from '../render/html/html.ts';
import type { Answers } from './answers.ts';
import type { Parameters } from './query.ts';

/** What pages are shown in. */
export interface PageView {
  /** Time zone of times and days, IANA. */
  readonly zone: string;
  /** What forms send along. */
  readonly token: string;
  readonly parameters: Parameters;
}

interface Shown {
  readonly title: string;
  readonly body: Html;
  /** Not 200 where nothing was found. */
  readonly status?: 404;
}

/** What a page says while its report is being worked out. */
export interface WaitsFor {
  readonly title: string;
  readonly heading: string;
  /** As the begin of a sentence. */
  readonly what: string;
}

/** A page: a report, and how it is shown. The same report is its JSON. `Beside`: a report that its page shows too. */
export interface Page<Report, Beside = never> {
  readonly path: string;
  /** The path of its JSON. */
  readonly json: string;
  /** `whole`: for JSON, which has all that a page would not show. */
  readonly ask: (
    answers: Answers,
    parameters: Parameters,
    whole: boolean,
  ) => Report | Promise<Report>;
  /** Null: not with these parameters. */
  readonly beside?: (answers: Answers, parameters: Parameters) => Beside | null;
  /** Absent: it waits until its report is there. */
  readonly waitsFor?: WaitsFor;
  readonly show: (report: Report, view: PageView, beside: Beside | null) => Shown;
  /** What is asked with, for a page that tells what was asked amiss. */
  readonly form?: (parameters: Parameters) => Html;
}
