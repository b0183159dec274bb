import { findAction } from './find-actions.ts';

/**
 * An action in AWS's spelling, for people: `S3:getobject` → `s3:GetObject`. What is unknown and patterns keep their
 * name as given and get a lower-case prefix, as all of AWS's prefixes are. A later table may know more, so identities
 * are made with {@link actionKey}.
 */
export function canonicalAction(action: string): string {
  const known = findAction(action);
  if (known !== undefined) return known.action;
  const colon = action.indexOf(':');
  return colon < 0 ? action : action.slice(0, colon).toLowerCase() + action.slice(colon);
}

/**
 * An action in the one form that all its spellings share: lower case, since IAM ignores case. It never depends on the
 * table, so that an identity made from it outlives the table's updates.
 */
export function actionKey(action: string): string {
  return action.toLowerCase();
}
