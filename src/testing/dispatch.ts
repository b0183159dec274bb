import { randomUUID } from 'node:crypto';
import type {
  CreateFakeAwsOptions,
  FakeFault,
  FakeHttpRequest,
  FakeHttpResponse,
  FakeIncoming,
  FakeRequest,
  FakeService,
} from './types.ts';
import { faultError } from './faults/fault-error.ts';
import type { FaultQueue } from './faults/fault-queue.ts';
import { spoil } from './faults/spoil.ts';
import { hostRegion, signatureScope, type SignatureScope } from './http/signature-scope.ts';
import { present } from '../model/loose.ts';
import { ServiceError, unrecognizedClient } from './service-error.ts';
import { accessAnalyzerService } from './services/access-analyzer/access-analyzer-service.ts';
import { accountService } from './services/account.ts';
import { organizationsService } from './services/organizations.ts';
import type { FakeServiceModule, RoutedRequest } from './services/service.ts';
import { s3Service } from './services/s3-service.ts';
import { stsService } from './services/sts.ts';
import { isEnabled } from './state/account-state.ts';
import { missingAuthentication, type Principal } from './state/principals.ts';
import { finishScans } from './state/scan.ts';
import type { World } from './state/world.ts';

/** What goes out on the connection. */
export type Outcome =
  | { readonly kind: 'response'; readonly response: FakeHttpResponse; readonly cut?: 'stall' | 'reset' | undefined }
  | { readonly kind: 'reset' }
  | { readonly kind: 'unreachable'; readonly code: 'ENOTFOUND' | 'ECONNREFUSED' }
  | { readonly kind: 'stall' };

/** One request on its way: recorded, its fault taken, not yet answered. */
export interface Dispatched {
  readonly delayMs: number;
  /** Answers by the state at this moment: call it after the delay. */
  answer(): Outcome;
}

const MODULES: Readonly<Partial<Record<FakeService, FakeServiceModule>>> = {
  'access-analyzer': accessAnalyzerService,
  account: accountService,
  sts: stsService,
  organizations: organizationsService,
  s3: s3Service,
};

/** What all requests have in common. */
export interface DispatchOptions {
  readonly world: World;
  readonly faults: FaultQueue;
  /** Every request is added. */
  readonly requests: FakeRequest[];
  readonly onAnswer: CreateFakeAwsOptions['onAnswer'];
}

/** Takes a request in. */
export function dispatch({ world, faults, requests, onAnswer }: DispatchOptions, request: FakeHttpRequest): Dispatched {
  const scope = signatureScope(request.headers);
  const service = serviceOf(scope, request);
  const module = MODULES[service] ?? accessAnalyzerService;
  const routed = MODULES[service]?.route(request);
  const incoming: FakeIncoming = {
    service,
    operation: routed?.operation ?? 'Unknown',
    region: scope?.region ?? hostRegion(request.host) ?? 'us-east-1',
    account: (scope && world.principals.find(scope.accessKeyId)?.account.id) ?? 'unknown',
    input: routed?.input ?? {},
  };
  const requestId = randomUUID();
  const fault = faults.take(incoming);
  const record: { -readonly [Name in keyof FakeRequest]: FakeRequest[Name] } = {
    ...incoming,
    status: 0,
    at: world.now().toISOString(),
    requestId,
    ...present({ invocationId: request.headers['amz-sdk-invocation-id'] }),
    ...(fault ? { fault: fault.kind } : {}),
  };
  requests.push(record);
  return {
    delayMs: fault?.delayMs ?? 0,
    answer() {
      if (fault?.kind === 'reset') return { kind: 'reset' };
      if (fault?.kind === 'stall') return { kind: 'stall' };
      if (fault?.kind === 'dns') return { kind: 'unreachable', code: 'ENOTFOUND' };
      if (fault?.kind === 'refused') return { kind: 'unreachable', code: 'ECONNREFUSED' };
      finishScans(world);
      const right = respond(world, module, { request, scope, incoming, routed, fault, requestId });
      const spoiled = fault === undefined ? right : spoil(fault, incoming, right);
      const response = { ...spoiled, headers: { ...spoiled.headers, 'x-amzn-requestid': requestId } };
      record.status = response.status;
      const cut = fault?.kind === 'stall-body' ? 'stall' : fault?.kind === 'reset-body' ? 'reset' : undefined;
      if (cut === undefined) onAnswer?.(record, response);
      return { kind: 'response', response, cut };
    },
  };
}

interface Exchange {
  readonly request: FakeHttpRequest;
  readonly scope: SignatureScope | undefined;
  readonly incoming: FakeIncoming;
  readonly routed: RoutedRequest | undefined;
  readonly fault: FakeFault | undefined;
  readonly requestId: string;
}

function respond(world: World, module: FakeServiceModule, exchange: Exchange): FakeHttpResponse {
  const { request, scope, incoming, routed, fault, requestId } = exchange;
  try {
    const error = fault && faultError(fault, incoming, principalArn(world, scope));
    if (error !== undefined) throw error;
    const unsigned = scope === undefined && routed !== undefined && module.unsigned?.has(routed.operation) === true;
    const principal = unsigned ? undefined : authenticate(world, scope, request, incoming);
    if (routed === undefined) throw unknownOperation(request, incoming);
    return module.answer({
      world,
      request,
      region: incoming.region,
      ...routed,
      get principal(): Principal {
        if (principal === undefined) throw missingAuthentication();
        return principal;
      },
    });
  } catch (error) {
    if (error instanceof ServiceError) return module.error(error, requestId);
    throw error;
  }
}

function unknownOperation(request: FakeHttpRequest, { service }: FakeIncoming): ServiceError {
  const message = `The fake of ${service} does not answer ${request.method} ${request.path}`;
  return new ServiceError('UnknownOperationException', 404, message);
}

function principalArn(world: World, scope: SignatureScope | undefined): string {
  return (scope && world.principals.find(scope.accessKeyId)?.arn) ?? 'arn:aws:iam::000000000000:user/unknown';
}

/** Who calls, when the key is good, in this Region. */
function authenticate(
  world: World,
  scope: SignatureScope | undefined,
  request: FakeHttpRequest,
  { service, region }: FakeIncoming,
): Principal {
  if (scope === undefined) throw missingAuthentication();
  const sessionToken = request.headers['x-amz-security-token'];
  const principal = world.principals.authenticate(scope.accessKeyId, sessionToken, world.now());
  const state = principal.account.regions.get(region);
  // The other services are reached through Regions that a scenario need not name.
  if (state === undefined && service !== 'access-analyzer') return principal;
  if (!isEnabled(state)) throw unrecognizedClient();
  if (state.optStatus === 'ENABLED' && principal.session?.version === 1) throw unrecognizedClient();
  return principal;
}

/** By the signature, else by the host or the form of the request. */
function serviceOf(scope: SignatureScope | undefined, request: FakeHttpRequest): FakeService {
  const name = scope?.service ?? /^(?:s3-|[^.]+\.s3\.)?([a-z0-9-]+?)(?:-fips)?\./u.exec(request.host)?.[1];
  if (name === 'access-analyzer' || name === 'account' || name === 'sts' || name === 'organizations') return name;
  if (name === 's3' || name === 's3express' || name === 's3-control') return 's3';
  return /(?:^|&)Action=AssumeRoleWithWebIdentity(?:&|$)/u.test(request.body) ? 'sts' : 'unknown';
}
