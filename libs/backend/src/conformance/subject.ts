import { afterAll, beforeAll, type TestContext } from "vitest";
import type { GradientBackend } from "../gradient-backend.js";

/** Why a backend cannot be tested on this machine. */
export interface Unavailable {
  readonly unavailable: string;
}

/** Opens the backend under test, or says why this machine has none. Any error it throws fails the tests. */
export type OpenBackend = () => Promise<GradientBackend | Unavailable>;

/** Opens the backend for the tests of the surrounding `describe`; each of them asks for it, and is left out where there is none. */
export function subject(openBackend: OpenBackend): (context: TestContext) => GradientBackend {
  let opened: GradientBackend | Unavailable | undefined;
  beforeAll(async () => {
    opened = await openBackend();
  });
  afterAll(() => {
    if (opened !== undefined && "dispose" in opened) opened.dispose();
  });
  return (context) => {
    if (opened === undefined) throw new Error("the backend was not opened");
    if ("unavailable" in opened) context.skip(opened.unavailable);
    return opened as GradientBackend;
  };
}
