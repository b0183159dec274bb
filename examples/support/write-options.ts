/** The options that every script takes that may change something. */
export const WRITE_OPTIONS = {
  yes: { type: 'boolean', default: false },
  'allow-public': { type: 'boolean', default: false },
  reason: { type: 'string' },
  journal: { type: 'string' },
  profile: { type: 'string' },
  fake: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;
