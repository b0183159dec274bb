import { accessDenied, ServiceError } from '../service-error.ts';
import { denial } from '../state/world.ts';
import { readJsonBody, refuseUnparsable } from './rest-json-routes.ts';
import { jsonError, type Call, type FakeServiceModule } from './service.ts';
import type { FakeHttpResponse } from '../types.ts';

const PREFIX = 'AWSOrganizationsV20161128.';
const PAGE_SIZE = 20;

/** AWS Organizations: the accounts of the organization. JSON 1.1 protocol. */
export const organizationsService: FakeServiceModule = {
  route(request) {
    const target = request.headers['x-amz-target'] ?? '';
    const operation = target.startsWith(PREFIX) ? target.slice(PREFIX.length) : undefined;
    if (operation !== 'ListAccounts' && operation !== 'DescribeOrganization') return undefined;
    return { operation, input: readJsonBody(request.body) };
  },
  answer(call) {
    refuseUnparsable(call.input);
    const { organization } = call.world;
    const own = call.principal.account.id;
    if (!organization?.accounts.some(({ id }) => id === own)) {
      const message = 'Your account is not a member of an organization.';
      throw new ServiceError('AWSOrganizationsNotInUseException', 400, message);
    }
    const refused = denial(call.principal, `organizations:${call.operation}`, call.region, '*');
    if (refused !== undefined) throw accessDenied(refused);
    const arn = `arn:${call.principal.account.partition}:organizations::${organization.managementAccount}`;
    if (call.operation === 'DescribeOrganization') {
      return respond({
        Organization: {
          Id: organization.id,
          Arn: `${arn}:organization/${organization.id}`,
          FeatureSet: 'ALL',
          MasterAccountId: organization.managementAccount,
          MasterAccountArn: `${arn}:account/${organization.id}/${organization.managementAccount}`,
        },
      });
    }
    if (!organization.administrators.has(own))
      throw accessDenied("You don't have permissions to access this resource.");
    const accounts = organization.accounts.map(({ id, name, status }) => ({
      Id: id,
      Arn: `${arn}:account/${organization.id}/${id}`,
      Email: `${name}@example.com`,
      Name: name,
      Status: status,
      State: status,
      JoinedMethod: 'CREATED',
    }));
    return page(call, accounts);
  },
  error: (error) => {
    const response = jsonError(error);
    const body = { __type: error.code, Message: error.message, ...error.members };
    return { ...response, headers: { ...response.headers, ...JSON_1_1 }, body: JSON.stringify(body) };
  },
};

const JSON_1_1 = { 'content-type': 'application/x-amz-json-1.1' };

function page(call: Call, accounts: readonly object[]): FakeHttpResponse {
  const { MaxResults, NextToken } = call.input;
  const query = ['organizations:ListAccounts', call.principal.account.id];
  const start = typeof NextToken === 'string' ? call.world.pageTokens.read(query, NextToken).position : 0;
  const end = start + (typeof MaxResults === 'number' ? Math.min(MaxResults, PAGE_SIZE) : PAGE_SIZE);
  return respond({
    Accounts: accounts.slice(start, end),
    ...(end < accounts.length ? { NextToken: call.world.pageTokens.issue(query, { position: end }) } : {}),
  });
}

function respond(body: object): FakeHttpResponse {
  return { status: 200, headers: JSON_1_1, body: JSON.stringify(body) };
}
