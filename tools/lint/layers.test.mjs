import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import nx from "@nx/eslint-plugin";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { depConstraints } from "./layers.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
process.env.NX_DAEMON = "false";

/** Lints one line as if it stood in a file, by the rule of imports alone. */
async function importProblems(filePath, code) {
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: {
      files: ["**/*.ts"],
      languageOptions: { parser: tseslint.parser },
      plugins: { "@nx": nx },
      rules: {
        "@nx/enforce-module-boundaries": ["error", { enforceBuildableLibDependency: false, depConstraints }],
      },
    },
  });
  const [result] = await eslint.lintText(code, { filePath: join(root, filePath) });
  return result.messages.map(({ message }) => message);
}

const forbidden = [
  ["libs/telemetry/src/fixture.ts", "@lockstep/worker", "the run imports an app"],
  ["libs/optimizer/src/fixture.ts", "@lockstep/client", "the domain imports the run"],
  ["libs/protocol/src/fixture.ts", "@lockstep/optimizer", "a contract imports the domain"],
  ["libs/logging/src/fixture.ts", "@lockstep/job", "a foundation imports a contract"],
  ["libs/training-run/src/fixture.ts", "@lockstep/backend-tfjs", "the run imports a backend"],
  ["apps/coordinator/src/fixture.ts", "@lockstep/backend-tfjs", "the coordinator imports a backend"],
];

for (const [file, imported, what] of forbidden) {
  test(`the rule of imports bites: ${what}`, async () => {
    const problems = await importProblems(file, `import * as it from "${imported}";\nexport { it };\n`);
    assert.equal(problems.length, 1, problems.join("\n"));
    assert.match(problems[0], /tagged with/);
  });
}

test("the rule of imports lets through what it should", async () => {
  const code = 'import * as it from "@lockstep/backend-tfjs";\nexport { it };\n';
  assert.deepEqual(await importProblems("apps/worker/src/fixture.ts", code), []);
});

test("the graph of projects has no cycle", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lockstep-graph-"));
  const file = join(folder, "graph.json");
  await promisify(execFile)(join(root, "node_modules/.bin/nx"), ["graph", `--file=${file}`], { cwd: root });
  const { graph } = JSON.parse(await readFile(file, "utf8"));
  await rm(folder, { recursive: true });
  const names = Object.keys(graph.nodes);
  assert.ok(names.length > 15, `expected all projects in the graph, got ${names.join(", ")}`);
  assert.deepEqual(
    cycleIn(names, (name) => graph.dependencies[name].map(({ target }) => target)),
    [],
  );
});

/** A cycle's members, or nothing. */
function cycleIn(names, targetsOf) {
  const done = new Set();
  const visit = (name, path) => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return [];
    for (const target of targetsOf(name)) {
      const cycle = names.includes(target) ? visit(target, [...path, name]) : [];
      if (cycle.length > 0) return cycle;
    }
    done.add(name);
    return [];
  };
  for (const name of names) {
    const cycle = visit(name, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
