import { writeFileSync } from 'node:fs';
import { errorCode, errorMessage } from '../../model/errors.ts';
import type { TraceReport } from '../../model/report.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import { PAGE_LIMITS } from '../../render/html/limits.ts';
import { lifeSvg } from '../../render/life/life-svg.ts';

/**
 * Writes the life of the one message of a report as a picture, readable for its owner alone; whether it was written: none is where nothing was
 * found. Throws UserError `several-messages`, `out-exists`, `cannot-write`.
 */
export function writeLife({ messages, coverage }: TraceReport, file: string, tz: string): boolean {
  const [message, ...more] = messages;
  if (message === undefined) return false;
  if (more.length > 0)
    throw new UserError('several-messages', `--svg draws one message, and ${messages.length} fit`, {
      hint: 'name one by its id; mailtrail export draws several',
      exitCode: EXIT.usage,
    });
  const { lanes: maxLanes, events: maxEvents } = PAGE_LIMITS;
  const options = { zone: tz, id: 'life', maxLanes, maxEvents, standalone: true };
  try {
    writeFileSync(file, lifeSvg(message, coverage, options), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw cannotWrite(file, error);
  }
  return true;
}

function cannotWrite(file: string, error: unknown): UserError {
  if (errorCode(error) === 'EEXIST')
    return new UserError('out-exists', `${JSON.stringify(file)} is there already`, {
      hint: 'name another file with --svg: nothing is overwritten',
      exitCode: EXIT.usage,
      cause: error,
    });
  return new UserError('cannot-write', `cannot write the picture: ${errorMessage(error)}`, {
    hint: 'check the folder and its permissions, or name another file with --svg',
    cause: error,
  });
}
