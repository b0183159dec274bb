/**
 * The Lambda functions: `plan`, `auditTask` and `merge` are the handlers. AUDIT_ROLE_NAME and AUDIT_EXTERNAL_ID say which role
 * is assumed in each account.
 */
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { createClients } from 'access-analyzer-kit';
import { assumeRoles } from 'access-analyzer-kit/fleet';
import { createHandlers, type Handlers } from './handlers.ts';
import { s3ObjectStore } from './object-store.ts';

// Once a container, so that tasks of one account share its session. Nothing is asked before a function is called.
const clients = createClients();

const handlers = createHandlers({
  store: s3ObjectStore(new S3Client({})),
  organizations: new OrganizationsClient(clients.clientConfig()),
  clientsFor: assumeRoles(clients, {
    roleName: process.env['AUDIT_ROLE_NAME'] ?? 'access-analyzer-audit',
    externalId: process.env['AUDIT_EXTERNAL_ID'],
    sessionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
  }),
});

export const plan: Handlers['plan'] = handlers.plan;
export const auditTask: Handlers['auditTask'] = handlers.auditTask;
export const merge: Handlers['merge'] = handlers.merge;
