/**
 * `npm test`: sets up, then checks the formatting, lints, type-checks, and runs every test of every project. It ends
 * with one line `N passed, N failed, N skipped` over all that ran, and names before it what was skipped and why.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { setUpOrExplain } from "../setup/setup.mjs";
import { addCounts, clearCounts, collectCounts, noCounts } from "./counts.mjs";
import { reportLines } from "./report.mjs";
import { runWorkspaceTests } from "./workspace-tests.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs one of the workspace's programs on this terminal; resolves with whether it went well. */
function runProgram(program, args) {
  const env = { ...process.env, NX_DAEMON: "false", NX_TUI: "false" };
  const child = spawn(`${root}/node_modules/.bin/${program}`, args, { cwd: root, stdio: "inherit", env });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code === 0));
  });
}

/** A check that is no test counts as one where it fails. */
async function check(name, program, args) {
  process.stdout.write(`\n${name}\n`);
  const ok = await runProgram(program, args);
  return ok ? noCounts() : { ...noCounts(), failed: 1, failures: [`${name} (see above)`] };
}

const nx = (targets) => ["run-many", "--targets", targets, "--nxBail=false", "--outputStyle=static"];

async function runAll() {
  let counts = await check("formatting", "prettier", ["--check", "--log-level", "warn", "."]);
  counts = addCounts(counts, await check("lint and types", "nx", nx("lint,typecheck")));
  process.stdout.write("\ntests of tools/\n");
  counts = addCounts(counts, await runWorkspaceTests(root));
  clearCounts(root);
  const projects = await check("tests of the projects", "nx", nx("test"));
  const tests = collectCounts(root);
  // Where a test failed, its project's task failing is the same failure.
  return addCounts(counts, tests.failed > 0 ? tests : addCounts(tests, projects));
}

if (await setUpOrExplain({ withTensorflow: true })) {
  const counts = await runAll();
  process.stdout.write(`\n${reportLines(counts).join("\n")}\n`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
} else {
  process.exitCode = 1;
}
