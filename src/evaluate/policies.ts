import type { Policy } from './policy.ts';

const strict: Policy = {
  name: 'strict',
  description:
    'The default. An ACTIVE external finding fails; anything unread, missing or not analyzable is UNKNOWN; only a complete, clean read passes.',
  activeFindings: 'FAIL',
  analyzers: 'external',
  missingAnalyzer: 'UNKNOWN',
  unreadable: 'UNKNOWN',
  inactiveAnalyzer: 'UNKNOWN',
  inactiveAnalyzerFindings: true,
  errorFindings: 'UNKNOWN',
  unknownFindings: 'UNKNOWN',
  coveredElsewhere: 'UNKNOWN',
  unprovenRegions: 'UNKNOWN',
  freshAnalyzer: 'UNKNOWN',
  zoneOfTrust: 'either',
  warmUpHours: 24,
  archivedPublic: 'report',
  granularity: 'account',
};

/** What a scanner does that judges only what it was given and takes silence for "nothing there". */
const silent = {
  missingAnalyzer: 'ignore',
  unreadable: 'ignore',
  inactiveAnalyzer: 'ignore',
  errorFindings: 'ignore',
  unknownFindings: 'ignore',
  coveredElsewhere: 'ignore',
  unprovenRegions: 'ignore',
  freshAnalyzer: 'ignore',
  warmUpHours: 0,
} as const satisfies Partial<Policy>;

const conformity: Policy = {
  ...strict,
  ...silent,
  name: 'conformity',
  description:
    "From the text of the rule page AccessAnalyzer-001 alone: list the analyzers of each Region, list each analyzer's findings, and every ACTIVE finding is a failure. " +
    'The page says nothing of Regions without an analyzer, of analyzers that are not ACTIVE, of error findings or of calls that fail: each of them leaves the page with nothing to report, which reads as a pass.',
  errorFindings: 'FAIL',
  granularity: 'region',
};

const prowler: Policy = {
  ...strict,
  ...silent,
  name: 'prowler',
  description:
    'The published rule of Prowler accessanalyzer_enabled_without_findings: one result for each ACTIVE analyzer of any type, FAIL with the number of its ACTIVE findings (error findings too). ' +
    'It can report a false PASS: a Region without an analyzer has no result; a finding list that could not be read counts as empty; an analyzer that has not looked yet, or that another account owns, passes with nothing seen.',
  analyzers: 'all',
  inactiveAnalyzerFindings: false,
  errorFindings: 'FAIL',
  granularity: 'analyzer',
};

const cloudsploit: Policy = {
  ...strict,
  ...silent,
  name: 'cloudsploit',
  description:
    'The published rule of CloudSploit "Access Analyzer Active Findings": one result for each Region, FAIL when any analyzer has ACTIVE findings, UNKNOWN when the query itself was refused. ' +
    'It can report a false PASS: a Region without an analyzer passes, and so does one whose analyzer is disabled, failed or has not looked yet; what was never collected fails nothing.',
  analyzers: 'all',
  unreadable: 'UNKNOWN',
  errorFindings: 'FAIL',
  granularity: 'region',
};

const cis: Policy = {
  ...strict,
  ...silent,
  name: 'cis',
  description:
    'CIS AWS Foundations ("ensure that IAM Access Analyzer is enabled for all Regions"; Security Hub IAM.28): each Region has an ACTIVE external access analyzer. ' +
    'It asks for existence only: with this policy a Region full of open findings passes, so its PASS says nothing about access.',
  activeFindings: 'ignore',
  missingAnalyzer: 'FAIL',
  inactiveAnalyzer: 'FAIL',
  unreadable: 'UNKNOWN',
  coveredElsewhere: 'UNKNOWN',
  unprovenRegions: 'UNKNOWN',
  granularity: 'region',
};

/** The named policies, as data. `strict` is the default; the others reproduce published rules so that results can be compared. */
export const policies: Readonly<Record<'strict' | 'conformity' | 'prowler' | 'cloudsploit' | 'cis', Policy>> = {
  strict,
  conformity,
  prowler,
  cloudsploit,
  cis,
};
