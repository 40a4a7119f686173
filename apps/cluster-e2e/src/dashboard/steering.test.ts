import { describe, expect, it } from "vitest";
import { noBrowser } from "../testing/browser/chromium.js";
import { DashboardFixture } from "../testing/browser/dashboard-fixture.js";
import { notebookJob } from "../testing/workspace.js";

const long = (name: string): string => notebookJob({ name, fit: { epochs: 1_000_000, batchSize: 32 } });
const short = (name: string, epochs: number): string => notebookJob({ name, fit: { epochs, batchSize: 32 } });

describe.skipIf(noBrowser !== undefined)(`controls of the dashboard (${noBrowser ?? "in Chromium"})`, () => {
  const fixture = DashboardFixture.use(["one", "two"]);

  it("pause a run, write a checkpoint, let it go on and stop it, each done when the coordinator says so", async () => {
    const runId = await fixture.cluster.submit(long("steered"));
    const { page } = await fixture.open(`/runs/${runId}`);
    const button = (name: string) => page.getByRole("button", { name });
    const stateOf = async (): Promise<string | undefined> =>
      (await fixture.cluster.coordinator.client.runs()).find((run) => run.runId === runId)?.state;
    await page.getByText("Running").first().waitFor();
    await button("Pause").click();
    await button("Resume").waitFor();
    expect(await stateOf()).toBe("paused");
    await button("Resume").click();
    await button("Pause").waitFor();
    await expect.poll(stateOf).toBe("running");
    await button("Checkpoint now").click();
    await page
      .getByRole("status")
      .filter({ hasText: /checkpoint/i })
      .first()
      .waitFor();
    await button("Stop").click();
    await page.getByRole("dialog").getByRole("button", { name: "Let it go on" }).click();
    expect(await stateOf()).toBe("running");
    await button("Stop").click();
    await page.getByRole("dialog").getByRole("button", { name: "Stop it" }).click();
    await page.getByText("Stopped").first().waitFor();
    expect(await fixture.cluster.finished(runId)).toMatchObject({ outcome: "stopped" });
  });

  it("compare two runs, with where their jobs differ, from the list", async () => {
    for (const job of [short("first", 3), short("second", 4)])
      await fixture.cluster.finished(await fixture.cluster.submit(job));
    const watched = await fixture.open("/");
    const { page } = watched;
    for (const name of ["first", "second"])
      await page.getByRole("row").filter({ hasText: name }).getByRole("checkbox").check();
    await page.getByRole("link", { name: /compare/i }).click();
    await page.getByText("fit.epochs").first().waitFor();
    expect(page.url()).toContain("/compare?");
    await watched.picture("compare");
  });

  it("are reached and used with keys alone", async () => {
    const runId = await fixture.cluster.submit(long("by-keys"));
    const { page } = await fixture.open("/");
    const focused = () =>
      page.evaluate<string>(
        "(document.activeElement?.textContent || document.activeElement?.ariaLabel || '').trim()",
      );
    const tabTo = async (name: string): Promise<void> => {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press("Tab");
        if ((await focused()) === name) return;
      }
      throw new Error(`expected to come to ${name} by tabs`);
    };
    await page.getByRole("link", { name: "by-keys" }).waitFor();
    await tabTo("by-keys");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "by-keys", level: 1 }).waitFor();
    await tabTo("Pause");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Resume" }).waitFor();
    await tabTo("Stop");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await tabTo("Events");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toContain(`/runs/${runId}/events`);
  });
});
