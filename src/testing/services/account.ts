import type { AccountState } from '../state/account-state.ts';
import { invalidToken } from '../page-tokens.ts';
import { accessDenied, ServiceError, fieldError } from '../service-error.ts';
import { denial } from '../state/world.ts';
import { json, jsonError, type Call, type FakeServiceModule } from './service.ts';
import { matchRoute, refuseUnparsable, route } from './rest-json-routes.ts';

const ROUTES = [route('ListRegions', 'POST /listRegions'), route('GetRegionOptStatus', 'POST /getRegionOptStatus')];

const MAX_RESULTS = 50;

/** AWS Account Management: which Regions an account has. */
export const accountService: FakeServiceModule = {
  route: (request) => matchRoute(ROUTES, request),
  answer(call) {
    refuseUnparsable(call.input);
    const account = targetAccount(call);
    return call.operation === 'ListRegions' ? listRegions(call, account) : getRegionOptStatus(call, account);
  },
  error: (error) => jsonError(error),
};

function listRegions(call: Call, account: AccountState): ReturnType<typeof json> {
  const { MaxResults = 20, NextToken, RegionOptStatusContains } = call.input;
  if (typeof MaxResults !== 'number' || MaxResults < 1 || MaxResults > MAX_RESULTS) {
    throw fieldError('MaxResults', `must be between 1 and ${MAX_RESULTS}`);
  }
  const wanted = Array.isArray(RegionOptStatusContains) ? RegionOptStatusContains : undefined;
  const regions = [...account.regions.values()]
    .filter(({ optStatus }) => wanted === undefined || wanted.includes(optStatus))
    .map(({ name, optStatus }) => ({ RegionName: name, RegionOptStatus: optStatus }));
  const query = ['account:ListRegions', account.id, wanted ?? null];
  const start = typeof NextToken === 'string' ? call.world.pageTokens.read(query, NextToken).position : 0;
  if (start > regions.length) throw invalidToken();
  const end = start + MaxResults;
  return json({
    Regions: regions.slice(start, end),
    ...(end < regions.length ? { NextToken: call.world.pageTokens.issue(query, { position: end }) } : {}),
  });
}

function getRegionOptStatus(call: Call, account: AccountState): ReturnType<typeof json> {
  const { RegionName } = call.input;
  const region = typeof RegionName === 'string' ? account.regions.get(RegionName) : undefined;
  if (region === undefined) {
    throw new ServiceError('ValidationException', 400, `The Region ${String(RegionName)} does not exist`, {
      reason: 'invalidRegionOptTarget',
      fieldList: [{ name: 'RegionName', message: 'is not a Region of this partition' }],
    });
  }
  return json({ RegionName: region.name, RegionOptStatus: region.optStatus });
}

/** The caller's account, or the member that the organization's administrator asks about. */
function targetAccount({ world, principal, operation, region, input }: Call): AccountState {
  const own = principal.account;
  const arn = `arn:${own.partition}:account::${own.id}:account`;
  const refused = denial(principal, `account:${operation}`, region, arn);
  if (refused !== undefined) throw accessDenied(refused);
  const { AccountId } = input;
  if (AccountId === undefined) return own;
  if (typeof AccountId !== 'string' || !/^\d{12}$/u.test(AccountId)) throw fieldError('AccountId', 'must be 12 digits');
  const member = world.accounts.get(AccountId);
  const { organization } = world;
  const isAdministrator = organization?.administrators.has(own.id) === true;
  const isMember = organization?.accounts.some(({ id }) => id === AccountId) === true;
  if (!isAdministrator || !isMember || member === undefined || AccountId === organization.managementAccount) {
    throw accessDenied(`User: ${principal.arn} is not authorized to perform: account:${operation}`);
  }
  return member;
}
