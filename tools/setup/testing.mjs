import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findTfjsNode } from "./tfjs-node-package.mjs";

/** What the tests of the set-up share. */

/** A folder that is gone after the test. @param {import("node:test").TestContext} t @returns {string} */
export function testFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-set-up-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** @param {string} folder @param {Record<string, string>} files content by name */
export function writeFiles(folder, files) {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** Environment variables for the length of a test. @param {import("node:test").TestContext} t @param {Record<string, string | undefined>} values */
export function withEnvironment(t, values) {
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, process.env[name]]));
  const set = (/** @type {Record<string, string | undefined>} */ wanted) => {
    for (const [name, value] of Object.entries(wanted)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(values);
  t.after(() => set(before));
}

/**
 * Programs under test connect to this: a connection says "I run", and its end "I am gone", without any waiting by the clock.
 * @param {import("node:test").TestContext} t
 */
export async function presenceServer(t) {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    /** Source of a program that connects and then runs for ever. */
    program: `require("node:net").connect(${port}, "127.0.0.1"); setInterval(() => {}, 1000);`,
    /** @returns {Promise<import("node:net").Socket>} the next program that connects */
    async next() {
      const [socket] = await once(server, "connection");
      socket.on("error", () => {}).resume();
      return socket;
    },
  };
}

/** A tfjs-node whose installer is the given program. @param {import("node:test").TestContext} t @param {string} installer */
export function fakeTfjsNode(t, installer) {
  const root = testFolder(t);
  const at = "node_modules/@tensorflow/tfjs-node/";
  const manifest = { name: "@tensorflow/tfjs-node", version: "4.22.0", binary: { napi_versions: [3, 8] } };
  writeFiles(root, {
    [`${at}package.json`]: JSON.stringify(manifest),
    [`${at}binding.gyp`]: "",
    [`${at}binding/a.cc`]: "",
    [`${at}scripts/install.js`]: installer,
  });
  const tfjsNode = /** @type {import("./tfjs-node-package.mjs").TfjsNode} */ (findTfjsNode(root));
  return { root, tfjsNode, nodeModules: join(root, "node_modules") };
}
