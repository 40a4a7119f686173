import { describe, expect, it } from "vitest";
import { noBrowser } from "../testing/browser/chromium.js";
import { DashboardFixture } from "../testing/browser/dashboard-fixture.js";
import { notebookJob } from "../testing/workspace.js";

const looks = [
  { name: "light", look: { colorScheme: "light" } },
  { name: "dark", look: { colorScheme: "dark" } },
  { name: "phone", look: { colorScheme: "light", viewport: { width: 390, height: 844 } } },
] as const;

/** Views of a run, and what says that they are there. */
const views = ["curves", "gradient-flow", "cluster", "events", "results"] as const;

describe.skipIf(noBrowser !== undefined)(`the looks of the dashboard (${noBrowser ?? "in Chromium"})`, () => {
  const fixture = DashboardFixture.use(["one", "two"]);

  it.each(looks)("are accessible and fit: $name", { timeout: 120_000 }, async ({ name, look }) => {
    const job = notebookJob({
      name: `looks-${name}`,
      fit: { epochs: 30, batchSize: 32, validationSplit: 0.2 },
    });
    const runId = await fixture.cluster.submit(job);
    await fixture.cluster.finished(runId);
    await fixture.looking(look, "/", async (watched) => {
      const { page } = watched;
      const problems: string[] = [];
      const check = async (view: string): Promise<void> => {
        await page.waitForLoadState("networkidle");
        await watched.picture(`${view}-${name}`);
        for (const violation of await watched.axeViolations()) problems.push(`${view}: ${violation}`);
        if (await watched.overflows()) problems.push(`${view}: it is wider than the window`);
      };
      await page.getByText(`looks-${name}`).first().waitFor();
      await check("runs");
      for (const view of views) {
        await page.goto(`${fixture.cluster.address}/runs/${runId}/${view}`);
        await page.getByRole("heading", { name: `looks-${name}`, level: 1 }).waitFor();
        await check(view);
      }
      await page.goto(`${fixture.cluster.address}/cluster`);
      await page.getByText("one").first().waitFor();
      await check("cluster-page");
      expect(problems).toEqual([]);
    });
  });
});
