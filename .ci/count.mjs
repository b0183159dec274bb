// node count.mjs <the test runner's JSON report> [part that failed]…
// Prints `N passed, N failed` and exits with 1 unless all is well.
import { readFileSync } from 'node:fs';

const [report, ...failedParts] = process.argv.slice(2);

/** The numbers of the report; a report that is missing or unreadable counts nothing as passed. */
function counts() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch (error) {
    console.error(`No test report: ${error.message}`);
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

const { passed, failed, skipped } = counts();
// The tests that failed are counted one by one; the part that ran them counts only when it failed for another reason.
const others = failedParts.filter((part) => part !== 'test' || failed === 0).length;
// No test at all is no success.
const none = passed + failed + others === 0 ? 1 : 0;

if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${failed + others + none} failed`);
process.exitCode = failed + others + none === 0 ? 0 : 1;
