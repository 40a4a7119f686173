import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { openBrowser, type Look } from "./chromium.js";
import { DashboardCluster } from "./dashboard-cluster.js";
import { WatchedPage } from "./watched-page.js";

/** A cluster and a browser for the tests of one `describe`; a page with faults fails its test. */
export class DashboardFixture {
  #cluster: DashboardCluster | undefined;
  #browser: Awaited<ReturnType<typeof openBrowser>> | undefined;
  #pages: WatchedPage[] = [];

  /** To be called within `describe`. */
  static use(workerIds: readonly string[]): DashboardFixture {
    const fixture = new DashboardFixture();
    beforeAll(async () => {
      [fixture.#cluster, fixture.#browser] = await Promise.all([
        DashboardCluster.start(...workerIds),
        openBrowser(),
      ]);
    });
    afterAll(async () => {
      await fixture.#browser?.close();
      await fixture.#cluster?.close();
    });
    beforeEach(() => {
      fixture.#pages = [];
    });
    afterEach(async () => {
      const pages = fixture.#pages;
      for (const { page } of pages) await page.close();
      await fixture.cluster.stopAll();
      expect(pages.flatMap(({ faults }) => faults)).toEqual([]);
    });
    return fixture;
  }

  get cluster(): DashboardCluster {
    if (!this.#cluster) throw new Error("the cluster is there once the tests have begun");
    return this.#cluster;
  }

  /** A page of the dashboard, such as `/cluster`. */
  async open(path: string): Promise<WatchedPage> {
    if (!this.#browser) throw new Error("the browser is there once the tests have begun");
    const watched = await WatchedPage.open(this.#browser.context, this.cluster.address + path);
    this.#pages.push(watched);
    return watched;
  }

  /** The same with another look of the system, in a browser of its own, for as long as the work takes. */
  async looking(look: Look, path: string, work: (watched: WatchedPage) => Promise<void>): Promise<void> {
    const browser = await openBrowser(look);
    try {
      const watched = await WatchedPage.open(browser.context, this.cluster.address + path);
      await work(watched);
      expect(watched.faults).toEqual([]);
    } finally {
      await browser.close();
    }
  }
}
