import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { EXIT, UserError } from '../model/user-error.ts';
import { html, NOTHING } from '../render/html/html.ts';
import type { Html } from '../render/html/html.ts';
import { safeJson } from '../render/visible.ts';
import type { AppOptions } from './app.ts';
import { liveLine } from './live/live-line.ts';
import { shell } from './shell.ts';
import { wantsJson } from './wants-json.ts';

type Status = 400 | 404 | 413 | 500;

interface Told {
  readonly status: Status;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** The page, or the JSON, that tells what went wrong; `error` null: there is no such page. `form`: to ask again with. */
export function answerWithError(
  context: Context,
  error: unknown,
  { zone, onBug, live }: Pick<AppOptions, 'zone' | 'onBug' | 'live'>,
  form: Html = NOTHING,
): Response | Promise<Response> {
  const { status, ...told } = toldOf(error, onBug);
  const { path } = context.req;
  if (wantsJson(context))
    return context.body(`${safeJson({ error: told }, 2)}\n`, status, {
      'content-type': 'application/json; charset=utf-8',
    });
  const body = html`<h1>${status === 404 ? 'Not found' : 'No answer'}</h1>
    <p class="verdict">${told.message}</p>
    <p>${told.hint}</p>
    ${form}`;
  // What answers a form cannot be asked for again.
  const isRead = context.req.method === 'GET';
  const line = live === undefined || !isRead ? null : liveLine(live.feed.current(), zone);
  return context.html(
    shell({ title: 'No answer', body, path, zone, json: null, live: line }),
    status,
  );
}

function toldOf(error: unknown, onBug: (error: unknown) => void): Told {
  if (error === null)
    return {
      status: 404,
      code: 'no-page',
      message: 'there is no such page',
      hint: 'The ways to all pages are at the top.',
    };
  if (error instanceof UserError) {
    const { code, message, hint, exitCode } = error;
    return { status: statusOf(exitCode), code, message, hint };
  }
  if (error instanceof HTTPException && error.status === 413)
    return {
      status: 413,
      code: 'too-large',
      message: 'the form holds too much',
      hint: 'Shorten it.',
    };
  onBug(error);
  return {
    status: 500,
    code: 'internal',
    message: 'internal error, please report it',
    hint: 'The terminal in which mailtrail serve runs tells more.',
  };
}

function statusOf(exitCode: UserError['exitCode']): Status {
  if (exitCode === EXIT.usage) return 400;
  return exitCode === EXIT.nothingFound ? 404 : 500;
}
