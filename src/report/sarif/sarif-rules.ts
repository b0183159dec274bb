import { rule } from '../../evaluate/rule.ts';

/** The ids of the rules, in the order of {@link SARIF_RULES}: `ruleIndex` counts on it. */
export const RULE_IDS: readonly [access: string, policy: string, archived: string] = [
  rule.id,
  `${rule.id}/policy`,
  `${rule.id}/archived`,
];

/** The rules that results belong to. One for all accesses: GitHub tracks an alert by its rule, and a severity may change. */
export const SARIF_RULES: readonly object[] = [
  {
    id: RULE_IDS[0],
    name: 'ExternalAccess',
    shortDescription: { text: rule.title },
    fullDescription: {
      text: 'Somebody outside the zone of trust has access to a resource. Archive the finding if the access is intended, else take the access away.',
    },
    help: {
      text: `Archive the finding, or an archive rule as narrow as possible, if the access is intended. Else take the access away and rescan. See ${rule.references.join(' and ')}.`,
    },
    helpUri: rule.references[0],
    defaultConfiguration: { level: 'error' },
    properties: {
      tags: ['security', 'aws', 'iam', 'access-analyzer'],
      'security-severity': '8.0',
      precision: 'very-high',
    },
  },
  {
    id: RULE_IDS[1],
    name: 'PolicyFailure',
    shortDescription: { text: 'What fails the verdict and is no access that is listed' },
    fullDescription: {
      text: 'The policy fails the account for something other than a listed access: a Region without an analyzer, say, or open accesses that were only counted.',
    },
    help: { text: 'The message says what to do, and who can.' },
    helpUri: rule.references[0],
    defaultConfiguration: { level: 'error' },
    properties: {
      tags: ['security', 'aws', 'iam', 'access-analyzer'],
      'security-severity': '7.0',
      precision: 'very-high',
    },
  },
  {
    id: RULE_IDS[2],
    name: 'ArchivedPublicAccess',
    shortDescription: { text: 'Public access that is archived' },
    fullDescription: {
      text: 'A finding of public access, or of access that may be public, was archived by somebody or by an archive rule.',
    },
    help: {
      text: 'Look whether the public access is still intended. Unarchive the finding or narrow the archive rule if it is not.',
    },
    helpUri: rule.references[3],
    defaultConfiguration: { level: 'note' },
    properties: {
      tags: ['security', 'aws', 'iam', 'access-analyzer'],
      'security-severity': '4.0',
      precision: 'very-high',
    },
  },
];
