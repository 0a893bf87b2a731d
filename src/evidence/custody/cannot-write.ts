import { errorMessage } from '../../model/errors.ts';
import { UserError } from '../../model/user-error.ts';

/** A bag that cannot be written to, whatever the reason. */
export function cannotWrite(bag: string, cause: unknown): UserError {
  return new UserError('cannot-write', `${bag} cannot be written to: ${errorMessage(cause)}.`, {
    hint: 'Nothing that was in it is lost. Make it writable, or make room, and run the same command again.',
    cause,
  });
}
