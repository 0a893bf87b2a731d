import { errorMessage } from '../../model/errors.ts';
import { UserError } from '../../model/user-error.ts';

/** A bag that cannot be written to, whatever the reason. */
export function cannotWrite(bag: string, cause: unknown): UserError {
  return new UserError(
    'cannot-write',
    `cannot write to ${JSON.stringify(bag)}: ${errorMessage(cause)}`,
    {
      hint: 'nothing that was in it is lost: make it writable, or make room, and run the same command again',
      cause,
    },
  );
}
