import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { EXIT, UserError } from '../model/user-error.ts';
import type { Answers } from './answers.ts';
import { isSecret } from './secrets.ts';
import type { Secrets } from './secrets.ts';

/** Answers a form that asks for the evidence of one message: a zip file. Throws UserError. */
export async function exportAnswer(
  context: Context,
  answers: Answers,
  secrets: Secrets,
): Promise<Response> {
  const form = await formOf(context);
  const field = (name: string): string => {
    const value = form[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  if (!isSecret(field('token'), secrets.token))
    throw new UserError('no-token', 'this export was not asked for by a page of this run', {
      hint: 'go back, load the page of the message anew, and export from there',
      exitCode: EXIT.usage,
    });
  const [id, name, reason] = [field('id'), field('case'), field('reason')];
  const zip = await answers.exportZip({ id, case: name, ...(reason === '' ? {} : { reason }) });
  if (zip === null)
    throw new UserError('nothing-found', 'no message has this id, so no bag was made', {
      hint: 'search for it first',
      exitCode: EXIT.nothingFound,
    });
  return context.body(new Uint8Array(zip), 200, {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="${fileName(name)}"`,
  });
}

async function formOf(context: Context): Promise<Record<string, unknown>> {
  try {
    return await context.req.parseBody();
  } catch (error) {
    if (error instanceof HTTPException) throw error;
    throw new UserError('bad-form', 'the form cannot be read', {
      hint: 'export from the page of the message',
      exitCode: EXIT.usage,
      cause: error,
    });
  }
}

/** Nothing that any system takes for a path, or a header for its end. */
function fileName(caseName: string): string {
  const plain = caseName
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `mailtrail-${plain === '' ? 'case' : plain}.zip`;
}
