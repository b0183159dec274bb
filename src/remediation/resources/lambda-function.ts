import { readStep, writeStep } from '../aws-call.ts';
import { segment } from '../console-url.ts';
import { oneLine } from '../one-line.ts';
import type { ResourceUnit } from '../resource-unit.ts';

/** A function's policy is changed statement by statement. */
export const lambdaFunction: ResourceUnit = {
  resourceType: 'AWS::Lambda::Function',
  noun: 'Lambda function',
  consolePath: ({ arn, region }) =>
    region === undefined
      ? undefined
      : `lambda/home?region=${segment(region)}#/functions/${segment(arn.resource.replace(/^function:/, ''))}?tab=configuration`,
  fix: ({ resource, region, principal, beforeFile, mayBePublic }) => ({
    steps: [
      readStep(
        `Keep the function’s policy and find the statement that lets in ${oneLine(principal.text)}: its Sid is the STATEMENT_ID.`,
        {
          service: 'lambda',
          operation: 'GetPolicy',
          region,
          input: { FunctionName: resource },
          save: { query: 'Policy', output: 'text', file: beforeFile },
        },
      ),
      writeStep('Remove that statement.', {
        service: 'lambda',
        operation: 'RemovePermission',
        region,
        input: { FunctionName: resource, StatementId: { variable: 'STATEMENT_ID' } },
      }),
    ],
    undo: [
      writeStep(
        `Add the statement again, with the values that ${beforeFile} holds; its conditions go into --source-arn, --source-account, --principal-org-id or --function-url-auth-type.`,
        {
          service: 'lambda',
          operation: 'AddPermission',
          region,
          input: {
            FunctionName: resource,
            StatementId: { variable: 'STATEMENT_ID' },
            Action: { variable: 'ACTION' },
            Principal: { variable: 'PRINCIPAL' },
          },
        },
      ),
    ],
    warnings: mayBePublic
      ? ['If the function has a URL of auth type NONE, whoever calls it without credentials is shut out.']
      : [],
  }),
};
