/**
 * What is said at the end of all tests: what was skipped and why, what failed, and the counts. Failures come last, for
 * they are looked for, and what keeps only the end of a long text has them.
 * @param {import("./counts.mjs").Counts} counts @returns {string[]}
 */
export function reportLines({ passed, failed, skipped, failures }) {
  return [
    ...skippedLines(skipped),
    ...failures.map((failure) => `failed   ${failure}`),
    `${passed} passed, ${failed} failed, ${skipped.length} skipped`,
  ];
}

/** Tests of one suite that were skipped for one reason are named once, by their suite and how many they are. */
function skippedLines(skipped) {
  const groups = new Map();
  for (const test of skipped) {
    const [suite] = test.name.split(" > ");
    const key = `${suite}\0${test.reason}`;
    const group = groups.get(key) ?? { suite, tests: [] };
    group.tests.push(test);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ suite, tests: [{ name, reason }, ...others] }) =>
    others.length === 0
      ? `skipped  ${name}: ${reason}`
      : `skipped  ${suite} (${others.length + 1} tests): ${reason}`,
  );
}
