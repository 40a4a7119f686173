import { afterAll, beforeAll, it, type TestAPI } from "vitest";
import type { GradientBackend } from "../gradient-backend.js";

/** Why a backend cannot be tested on this machine. */
export interface Unavailable {
  readonly unavailable: string;
}

/** Opens the backend under test, or says why this machine has none. Any error it throws fails the tests. */
export type OpenBackend = () => Promise<GradientBackend | Unavailable>;

/**
 * Opens the backend for the tests of the surrounding `describe`, and gives the `it` that they are made with. A test has
 * the backend by naming `backend` among its parameters, and where there is none is skipped before its body begins: a
 * body that skips within a fast-check property loses its reason, since fast-check wraps what a property throws.
 */
export function backendTests(openBackend: OpenBackend): TestAPI<{ backend: GradientBackend }> {
  let opened: GradientBackend | Unavailable | undefined;
  beforeAll(async () => {
    opened = await openBackend();
  });
  afterAll(() => {
    if (opened !== undefined && "dispose" in opened) opened.dispose();
  });
  return it.extend<{ backend: GradientBackend }>({
    backend: async ({ skip }, use) => {
      if (opened === undefined) throw new Error("the backend was not opened");
      await use("unavailable" in opened ? skip(opened.unavailable) : opened);
    },
  });
}
