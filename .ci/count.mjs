// node count.mjs --report <part>=<a JSON report of the test runner, or a folder of them>… [part that failed]…
// Adds up the runner's own reports, prints what was skipped and why and what failed, then `N passed, N failed`; exits with 1 unless
// all is well.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { positionals: failedParts, values } = parseArgs({
  allowPositionals: true,
  options: { report: { type: 'string', multiple: true, default: [] } },
});

/** The numbers of one report; what is missing or unreadable counts nothing as passed. */
function countsOf(file) {
  try {
    const { numFailedTests, numPassedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
    const skipped = testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status !== 'passed' && status !== 'failed'),
    );
    return { passed: numPassedTests, failed: numFailedTests, skipped, failures: testResults.flatMap(failuresOf) };
  } catch (error) {
    console.error(`No test report: ${error.message}`);
    return { passed: 0, failed: 0, skipped: [], failures: [] };
  }
}

/** What failed in one file of tests: its tests, or the file itself where a set-up failed. */
function failuresOf({ assertionResults, message, name, status }) {
  const failed = assertionResults.filter((result) => result.status === 'failed');
  const told = failed.map(({ ancestorTitles, failureMessages, title }) =>
    [...ancestorTitles, `${title}: ${firstLine(failureMessages[0]).replace('STACK_TRACE_ERROR', 'timed out')}`].join(
      ' › ',
    ),
  );
  if (told.length === 0 && status === 'failed') told.push(firstLine(message));
  // A copy of the repository has other folders before it.
  return told.map((what) => `${name.replace(/^.*(?=\btest\/)/, '')}: ${what}`);
}

const firstLine = (text = '') => text.trim().split('\n', 1)[0];

function filesOf(place) {
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? readdirSync(place).map((name) => join(place, name)) : [place];
}

const reports = values.report.flatMap((given) => {
  const [part, place] = given.split(/=(.*)/s);
  return filesOf(place).map((file) => ({ part, file, ...countsOf(file) }));
});
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const passed = sum(reports.map((report) => report.passed));
const failedTests = sum(reports.map((report) => report.failed));
// The tests that failed are counted one by one; the part that ran them counts only when it failed for another reason.
const told = new Set(reports.filter(({ failed }) => failed > 0).map(({ part }) => part));
const others = failedParts.filter((part) => !told.has(part)).length;
// No test at all is no success.
const none = passed + failedTests + others === 0 ? 1 : 0;

const skipped = reports.flatMap((report) => report.skipped);
const reasons = new Map();
// A group of tests that cannot run here says so in its title.
for (const { ancestorTitles, title } of skipped) {
  const reason =
    ancestorTitles.find((ancestor) => ancestor.includes('skipped')) ?? [...ancestorTitles, title].join(' › ');
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}
for (const [reason, times] of reasons) console.log(`skipped ${times}: ${reason}`);
for (const { failures, file } of reports) for (const failure of failures) console.log(`failed in ${file}: ${failure}`);
console.log(`${passed} passed, ${failedTests + others + none} failed`);
process.exitCode = failedTests + others + none === 0 ? 0 : 1;
