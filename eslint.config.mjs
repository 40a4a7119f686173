import eslint from "@eslint/js";
import nx from "@nx/eslint-plugin";
import prettier from "eslint-config-prettier";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { depConstraints } from "./tools/lint/layers.mjs";

/** Projects whose code must run anywhere and repeat exactly: no Node modules, no clock, no randomness. */
const pureProjects = ["model", "optimizer", "reduction", "training-run", "numerics", "objective", "job"];

export default tseslint.config(
  {
    ignores: [
      "**/dist",
      "**/generated",
      "**/node_modules",
      "**/test-results",
      ".nx",
      "**/vitest.config.ts",
      "**/vite.config.ts",
    ],
  },
  eslint.configs.recommended,
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "@nx": nx },
    rules: {
      "@nx/enforce-module-boundaries": [
        "error",
        {
          enforceBuildableLibDependency: false,
          // Tests of what runs in threads import their own project as it is built.
          allowCircularSelfDependency: true,
          allow: [],
          depConstraints,
        },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Elements of a vector within its length are read `as number`; `!` stays for tests.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: pureProjects.map((project) => `libs/${project}/src/**/*.ts`),
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["node:*"], message: "This project imports nothing of Node." }] },
      ],
      "no-restricted-globals": ["error", "process", "Buffer", "setTimeout", "setInterval", "performance"],
      "no-restricted-properties": [
        "error",
        {
          object: "Math",
          property: "random",
          message: "Use the counter-based generator of @lockstep/numerics.",
        },
        { object: "Date", property: "now", message: "Time comes in with the event." },
        ...[
          "exp",
          "log",
          "log1p",
          "expm1",
          "pow",
          "sin",
          "cos",
          "tan",
          "tanh",
          "sinh",
          "cosh",
          "log2",
          "log10",
          "cbrt",
          "hypot",
        ].map((property) => ({
          object: "Math",
          property,
          message: "Engines differ in its last bits: use @lockstep/numerics.",
        })),
      ],
    },
  },
  {
    files: ["apps/dashboard/**/*.{ts,tsx}"],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: ["**/*.test.ts", "**/*.test.tsx"],
    rules: { "max-lines": "off", "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        URL: "readonly",
        setTimeout: "readonly",
        setInterval: "readonly",
        clearTimeout: "readonly",
        clearInterval: "readonly",
        Buffer: "readonly",
        AbortController: "readonly",
        AbortSignal: "readonly",
        performance: "readonly",
        fetch: "readonly",
      },
    },
  },
  prettier,
);
