/** Layers of the house, from the top: each may import itself and what stands below it. */
const layers = ["app", "run", "domain", "contract", "foundation"];

/**
 * Who may import whom, by the tags in each package.json, for @nx/enforce-module-boundaries.
 * @type {import("@nx/eslint-plugin").DepConstraint[]}
 */
export const depConstraints = [
  ...layers.map((layer, index) => ({
    sourceTag: `layer:${layer}`,
    onlyDependOnLibsWithTags: [
      ...layers.slice(index).map((below) => `layer:${below}`),
      ...(layer === "app" ? ["layer:backend"] : []),
    ],
  })),
  {
    sourceTag: "layer:backend",
    onlyDependOnLibsWithTags: ["layer:backend", "layer:domain", "layer:contract", "layer:foundation"],
  },
  // Which backend computes is the worker's business; nobody else imports one.
  { sourceTag: "backends:none", notDependOnLibsWithTags: ["layer:backend"] },
];
