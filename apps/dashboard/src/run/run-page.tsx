import type { RunSnapshot } from "@lockstep/telemetry/events";
import { Suspense, type ReactNode } from "react";
import { Link } from "wouter";
import { EmptyState } from "../parts/empty-state.js";
import { ErrorBoundary } from "../parts/error-boundary.js";
import { Loading } from "../parts/loading.js";
import { runAddress, runTabs, type RunTab } from "../shell/addresses.js";
import { NotFound } from "../shell/not-found.js";
import { usePageTitle } from "../shell/page-title.js";
import { RunHeader } from "./header/run-header.js";
import { RunTabContent } from "./run-tab.js";
import { useRun } from "./use-run.js";
import "./run.css";

/** Everything of one run. */
export function RunPage({ runId, tab }: { readonly runId: string; readonly tab: string }): ReactNode {
  const { value: run, error, isLoading } = useRun(runId);
  const known = runTabs.find((each) => each.tab === tab)?.tab;
  if (known === undefined) return <NotFound />;
  if (run !== undefined) return <KnownRun run={run} tab={known} />;
  if (isLoading) return <Loading what="the run" />;
  return (
    <EmptyState title={`Run ${runId} cannot be shown`} command="lockstep runs" isPage>
      {error}. The list of runs says which there are.
    </EmptyState>
  );
}

function KnownRun({ run, tab }: { readonly run: RunSnapshot; readonly tab: RunTab }): ReactNode {
  usePageTitle(run.name);
  return (
    <div className="run">
      <RunHeader run={run} />
      <nav className="tabs" aria-label="Parts of this run">
        {runTabs.map((each) => (
          <Link
            key={each.tab}
            href={runAddress(run.runId, each.tab)}
            aria-current={each.tab === tab ? "page" : undefined}
          >
            {each.title}
          </Link>
        ))}
      </nav>
      <ErrorBoundary key={tab} what="This part">
        <Suspense fallback={<Loading what="this part" />}>
          <RunTabContent tab={tab} runId={run.runId} run={run} />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}
