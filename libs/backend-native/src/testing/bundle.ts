import { build, type Plugin } from "esbuild";

/** The conformance suite imports it, its samples do not need it. */
const withoutVitest: Plugin = {
  name: "without vitest",
  setup(build) {
    build.onResolve({ filter: /^vitest$/ }, ({ path }) => ({ path, external: true, sideEffects: false }));
  },
};

/** Makes one file of a program, for a Node.js that can't read TypeScript. @param outfile within the checkout, where the addon is found by its package's name */
export async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    plugins: [withoutVitest],
    // Packages that are no modules ask for Node.js's own by require.
    banner: { js: 'import { createRequire as of } from "node:module"; const require = of(import.meta.url);' },
    logLevel: "error",
  });
}
