import { expect, it } from "vitest";
import { checkTensorflowEnvironment, tensorflowEnvironment } from "./tensorflow-environment.js";

it("accepts the environment that it asks for", () => {
  expect(() => checkTensorflowEnvironment({ PATH: "/bin", ...tensorflowEnvironment() })).not.toThrow();
});

it.each(Object.keys(tensorflowEnvironment()))(
  "refuses an environment where %s is missing or another value",
  (name) => {
    const { [name]: value, ...others } = tensorflowEnvironment();
    expect(() => checkTensorflowEnvironment(others)).toThrow(`expected ${name}=${value ?? ""} (is not set)`);
    expect(() => checkTensorflowEnvironment({ ...others, [name]: "7" })).toThrow(
      `expected ${name}=${value ?? ""} (is 7)`,
    );
  },
);

it("hands out a copy", () => {
  tensorflowEnvironment().TF_NUM_INTRAOP_THREADS = "8";
  expect(tensorflowEnvironment().TF_NUM_INTRAOP_THREADS).toBe("1");
});
