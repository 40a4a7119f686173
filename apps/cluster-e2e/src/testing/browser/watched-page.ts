import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { BrowserContext, Page } from "playwright-core";

const screenshots = fileURLToPath(new URL("../../../test-results/screenshots/", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A page of which everything is noted that should not happen: errors of scripts, of the policy, of requests. */
export class WatchedPage {
  readonly #faults: string[] = [];
  #isForgiving = false;

  private constructor(readonly page: Page) {
    page.on("console", (message) => {
      if (message.type() === "error" && !isOfMissing(message.location().url)) this.#note(message.text());
    });
    page.on("pageerror", (error) => this.#faults.push(error.stack ?? error.message));
  }

  static async open(context: BrowserContext, address: string): Promise<WatchedPage> {
    const watched = new WatchedPage(await context.newPage());
    await watched.page.goto(address);
    return watched;
  }

  /** What went wrong so far. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  /** While the coordinator is away, browsers complain of it, which is no fault of the page. */
  async forgiving(work: () => Promise<void>): Promise<void> {
    this.#isForgiving = true;
    await work();
    this.#isForgiving = false;
  }

  /** Keeps a picture of it all, for people to look at. */
  async picture(name: string): Promise<void> {
    mkdirSync(screenshots, { recursive: true });
    await this.page.screenshot({ path: `${screenshots}${name}.png`, fullPage: true, animations: "disabled" });
  }

  /** What axe finds wrong with what is seen, each as a line. */
  async axeViolations(): Promise<string[]> {
    // By the debugger: the page's policy lets no script in.
    await this.page.evaluate(axe);
    const found = await this.page.evaluate<AxeResults>("axe.run(document)");
    return found.violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${target.join(" ")}: ${failureSummary}`),
    );
  }

  /** Whether it is wider than its window. */
  overflows(): Promise<boolean> {
    return this.page.evaluate<boolean>("document.documentElement.scrollWidth > window.innerWidth");
  }

  #note(text: string): void {
    if (this.#isForgiving && /net::ERR_|WebSocket connection/.test(text)) return;
    this.#faults.push(text);
  }
}

/** What a run does not have is not found, which the page says in words, and the browser in its console. */
function isOfMissing(address: string): boolean {
  return /\/v1\/runs\/[^/]+\/(results|weights)$/.test(address);
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
  }[];
}
