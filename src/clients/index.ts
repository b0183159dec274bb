export type { AccessAnalyzerClientLike } from './client-like.ts';
export { createClients } from './create-clients.ts';
export type { CreateClientsOptions } from './create-clients.ts';
export type { RequestInfo } from './observe-requests.ts';
export type { RequestHandlerLike } from './request-handler.ts';
export { toProblem } from './to-problem.ts';
export type { ProblemContext } from './to-problem.ts';
export type { CallerIdentity, ClientConfig, Clients } from './types.ts';
export { VERSION } from './version.ts';
