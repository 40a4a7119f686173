import { expect, it } from "vitest";
import { checkVerdict, parseVerdict } from "./tensorflow-set-up.js";

const file = "node_modules/.lockstep/tensorflow.json";

it("reads a verdict", () => {
  expect(parseVerdict({ available: true, version: "2.21.0" }, file)).toEqual({ available: true });
  const refusal = { available: false, reason: "no Python", howToFix: "install Python 3" };
  expect(parseVerdict(refusal, file)).toEqual(refusal);
});

it.each([null, {}, { available: "yes" }, 3])("refuses %o for a verdict, naming file and field", (value) => {
  expect(() => parseVerdict(value, file)).toThrow(`${file}: available: expected true or false`);
});

it("passes on why set-up failed and how to mend it", () => {
  expect(() => checkVerdict({ available: false, reason: "no Python", howToFix: "install Python 3" })).toThrow(
    "backend tensorflow: no Python; install Python 3",
  );
  expect(() => checkVerdict({ available: false })).toThrow("npm run setup -- --with-tensorflow");
});

it("lets an available library and a machine without set-up through", () => {
  expect(() => checkVerdict({ available: true })).not.toThrow();
  expect(() => checkVerdict(undefined)).not.toThrow();
});
