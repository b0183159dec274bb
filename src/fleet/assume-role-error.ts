import { truncate } from '../clients/error-text.ts';
import { toProblem } from '../clients/to-problem.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';

const OPERATION = 'sts:AssumeRole';
const MESSAGE_LIMIT = 1000;

/**
 * Why a role could not be assumed, whatever was thrown: no credentials (`credentials`) for the account, with the role's name and
 * what to do. When there were no credentials to assume it with, that is the problem.
 */
export function assumeRoleError(cause: unknown, roleArn: string): AwsCallError {
  const { remedy: general, ...problem } = toProblem(cause, { operation: OPERATION });
  if (cause instanceof AwsCallError && problem.code === 'credentials') return cause;
  const remedy = problem.code === 'access-denied' ? deniedRemedy(roleArn) : general;
  const what = general === undefined ? problem.message : problem.message.replace(general, '').trim();
  return new AwsCallError(
    {
      ...problem,
      code: 'credentials',
      message: truncate(
        [`The role ${roleArn} could not be assumed.`, what, remedy].filter((part) => part !== undefined).join(' '),
        MESSAGE_LIMIT,
      ),
      ...(remedy === undefined ? {} : { remedy }),
    },
    { cause },
  );
}

/** AWS gives one answer for three causes, lest it tell strangers which roles exist. */
function deniedRemedy(roleArn: string): string {
  return `See that ${roleArn} exists, that its trust policy names the caller (and the external id, if it asks for one), and that the caller is allowed sts:AssumeRole on it.`;
}
