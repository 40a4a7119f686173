import type { BackendName, GradientBackend } from "@lockstep/backend";
import { openNativeBackend } from "@lockstep/backend-native";
import { openTfjsBackend } from "@lockstep/backend-tfjs";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { backendNames, openBackend, openNative } from "./backend-choice.js";

vi.mock("@lockstep/backend-native");
vi.mock("@lockstep/backend-tfjs");

const named = (name: BackendName) => ({ name }) as unknown as GradientBackend;
const missing = (what: string) => new Error(`${what} is missing`);

beforeEach(() => {
  vi.mocked(openNativeBackend).mockReset();
  vi.mocked(openTfjsBackend).mockReset();
  vi.mocked(openTfjsBackend).mockImplementation((name) => Promise.resolve(named(name)));
});

describe("auto", () => {
  it("takes native kernels where they are", async () => {
    const backend = named("native");
    vi.mocked(openNativeBackend).mockReturnValue(backend as ReturnType<typeof openNativeBackend>);
    expect(await openBackend("auto")).toEqual({ backend, passedOver: [] });
    expect(openTfjsBackend).not.toHaveBeenCalled();
  });

  it("takes the next best, and says why", async () => {
    vi.mocked(openNativeBackend).mockImplementation(() => {
      throw missing("the addon");
    });
    const native = { name: "native", reason: "the addon is missing" };
    expect(await openBackend("auto")).toEqual({ backend: named("tensorflow"), passedOver: [native] });
    vi.mocked(openTfjsBackend).mockRejectedValueOnce(missing("libtensorflow"));
    expect(await openBackend("auto")).toEqual({
      backend: named("wasm"),
      passedOver: [native, { name: "tensorflow", reason: "libtensorflow is missing" }],
    });
  });

  it("says what is the matter with each where none works", async () => {
    vi.mocked(openNativeBackend).mockImplementation(() => {
      throw missing("the addon");
    });
    vi.mocked(openTfjsBackend).mockImplementation((name) => Promise.reject(missing(name)));
    await expect(openBackend("auto")).rejects.toThrow(
      "no backend works here: native: the addon is missing; tensorflow: tensorflow is missing; wasm: wasm is missing",
    );
  });
});

it.each(backendNames)("opens %s by its name, or not at all", async (name) => {
  vi.mocked(openNativeBackend).mockImplementation(() => {
    throw missing("native");
  });
  vi.mocked(openTfjsBackend).mockImplementation((engine) => Promise.reject(missing(engine)));
  await expect(openBackend(name)).rejects.toThrow(`${name} is missing`);
});

it("has as many threads as are asked for", async () => {
  await openNative(3);
  expect(openNativeBackend).toHaveBeenCalledWith({ threads: 3 });
});
