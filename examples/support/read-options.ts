/** The options that every script takes that only reads. */
export const READ_OPTIONS = {
  regions: { type: 'string' },
  profile: { type: 'string' },
  fake: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;
