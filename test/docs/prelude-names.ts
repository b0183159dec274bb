/**
 * What a TSDoc example may take for given, since its reader knows what it is. Each is made in prelude.ts; a guide has to say
 * where its names come from.
 */
export const PRELUDE_NAMES = [
  'access',
  'accounts',
  'analyzer',
  'analyzers',
  'auditId',
  'client',
  'clients',
  'clientsFor',
  'connection',
  'evidence',
  'finding',
  'findings',
  'lastWeek',
  'log',
  'message',
  'parts',
  'previous',
  'regions',
  'role',
  'rules',
  'signal',
  'task',
  'tasks',
  'text',
  'theSameRoleInAnotherRegion',
  'today',
  'verdict',
] as const;

/** What a TSDoc example uses without importing it, apart from the package itself. */
export const OUTSIDE: Readonly<Record<string, string>> = {
  AccessAnalyzerClient: '@aws-sdk/client-accessanalyzer',
  GetAnalyzerCommand: '@aws-sdk/client-accessanalyzer',
  GetFindingCommand: '@aws-sdk/client-accessanalyzer',
  OrganizationsClient: '@aws-sdk/client-organizations',
  S3Client: '@aws-sdk/client-s3',
  SecurityHubClient: '@aws-sdk/client-securityhub',
  appendFile: 'node:fs/promises',
  createWriteStream: 'node:fs',
  pipeline: 'node:stream/promises',
  readFile: 'node:fs/promises',
  writeFile: 'node:fs/promises',
};
