import { openRunStore } from "@lockstep/run-store";
import { describe, expect, it } from "vitest";
import { noBrowser } from "../testing/browser/chromium.js";
import { DashboardFixture } from "../testing/browser/dashboard-fixture.js";
import { notebookJob } from "../testing/workspace.js";

/** Longer than any test looks at it. */
const endless = 1_000_000;
const long = (name: string): string => notebookJob({ name, fit: { epochs: endless, batchSize: 32 } });
const short = notebookJob({ name: "short", fit: { epochs: 20, batchSize: 32, validationSplit: 0.2 } });

describe.skipIf(noBrowser !== undefined)(`the dashboard (${noBrowser ?? "in Chromium"})`, () => {
  const fixture = DashboardFixture.use(["one", "two"]);

  it("shows a run from its submission to its end, with the numbers of the store", async () => {
    const watched = await fixture.open("/");
    const { page } = watched;
    await page.getByRole("status", { name: "Connection" }).getByText("Live").waitFor();
    const runId = await fixture.cluster.submit(short);
    await page.getByRole("link", { name: "short" }).first().click();
    await page.getByRole("heading", { name: "short", level: 1 }).waitFor();
    const end = await fixture.cluster.finished(runId);
    await page.getByText("Completed").first().waitFor();

    const text = page.locator("body");
    const store = await openRunStore({ path: fixture.cluster.workspace.path("data/lockstep.sqlite") });
    const epochs = await store.epochs(runId, 1);
    await store.close();
    const last = page.getByRole("table").filter({ hasText: "Took" }).getByRole("row").nth(1);
    await last.waitFor();
    const cells = (await last.getByRole("cell").allTextContents()).map((cell) =>
      cell.replace(/^best\s*/, ""),
    );
    expect(cells.slice(0, 2)).toEqual(["20", "60"]);
    for (const value of Object.values(epochs[0]?.measures ?? {})) {
      const shown = cells.some((cell) => Math.abs(Number(cell) - value) <= 0.0001 * Math.abs(value) + 1e-9);
      expect({ value, cells, shown }).toMatchObject({ shown: true });
    }
    expect(await text.textContent()).toContain(end.finalDigest.slice(0, 8));
    await watched.picture("run-completed");
  });

  it("goes on where it was when it is loaded again, and at the same address", async () => {
    const watched = await fixture.open("/");
    const { page } = watched;
    await page.getByRole("link", { name: "short" }).first().click();
    await page.getByText("Log", { exact: true }).click();
    const cells = () =>
      page.getByRole("table").filter({ hasText: "Took" }).getByRole("cell").allTextContents();
    await page.getByRole("table").filter({ hasText: "Took" }).waitFor();
    const before = { address: page.url(), cells: await cells() };
    await page.reload();
    await page.getByRole("table").filter({ hasText: "Took" }).waitFor();
    await expect.poll(async () => ({ address: page.url(), cells: await cells() })).toEqual(before);
    expect(before.address).toContain("log");
  });

  it("sees a worker go that was killed, and the run go on", async () => {
    const runId = await fixture.cluster.submit(long("goes-on"));
    const watched = await fixture.open("/cluster");
    const { page } = watched;
    const row = (workerId: string) => page.getByRole("row").filter({ hasText: workerId });
    await row("two").waitFor();
    await fixture.cluster.killWorker("two");
    await row("two").waitFor({ state: "detached" });
    await row("one").waitFor();
    const step = async (): Promise<number> =>
      (await fixture.cluster.coordinator.client.runs()).find((run) => run.runId === runId)?.step ?? 0;
    const before = await step();
    await expect.poll(step).toBeGreaterThan(before);
    fixture.cluster.addWorker("two");
    await row("two").waitFor();
    await fixture.cluster.coordinator.client.stop(runId);
  });

  it("says that what it shows is old while the coordinator is away, and recovers by itself", async () => {
    const runId = await fixture.cluster.submit(long("survives"));
    const watched = await fixture.open(`/runs/${runId}`);
    const { page } = watched;
    const connection = page.getByRole("status", { name: "Connection" });
    await connection.getByText("Live").waitFor();
    await page.getByText("Running").first().waitFor();
    await watched.forgiving(async () => {
      await fixture.cluster.coordinator.kill();
      await connection.getByText("Live").waitFor({ state: "detached" });
      await watched.picture("coordinator-away");
      await fixture.cluster.coordinator.restart();
      await connection.getByText("Live").waitFor();
    });
    await page.getByText("Running").first().waitFor();
    await fixture.cluster.coordinator.client.stop(runId);
    await page.getByText("Stopped").first().waitFor();
  });

  it("shows names as text, whatever they are", async () => {
    const name = "<img src=x onerror=alert(1)>";
    const runId = await fixture.cluster.submit(notebookJob({ name, fit: { epochs: 1, batchSize: 32 } }));
    await fixture.cluster.finished(runId);
    const watched = await fixture.open("/");
    const { page } = watched;
    let dialogs = 0;
    page.on("dialog", (dialog) => {
      dialogs++;
      void dialog.dismiss();
    });
    await page.getByRole("link", { name }).first().click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    expect(await page.locator("img").count()).toBe(0);
    expect(dialogs).toBe(0);
  });
});
