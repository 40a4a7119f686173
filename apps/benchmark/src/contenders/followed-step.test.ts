import { expect, it } from "vitest";
import { Backends } from "../backends.js";
import { notebookShape } from "../shapes/shape.js";
import { sampleOf } from "../shapes/training-sample.js";
import { FollowedStep } from "./followed-step.js";

it("a step that is looked at makes of the parameters what another one does", async () => {
  const { best } = await Backends.open();
  const sample = await sampleOf(notebookShape);
  const [plain, followed] = [new FollowedStep(best, sample, false), new FollowedStep(best, sample, true)];
  for (let count = 0; count < 3; count++) {
    await plain.take();
    await followed.take();
  }
  expect(followed.parameters).toEqual(plain.parameters);
  expect(followed.parameters).not.toEqual(sample.parameters);
});
