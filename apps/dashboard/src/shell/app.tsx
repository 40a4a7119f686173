import { lazy, Suspense, type ReactNode } from "react";
import { Route, Switch } from "wouter";
import { ErrorBoundary } from "../parts/error-boundary.js";
import { Loading } from "../parts/loading.js";
import { RunPage } from "../run/run-page.js";
import { RunsPage } from "../runs/runs-page.js";
import { Header } from "./header.js";
import { NotFound } from "./not-found.js";
import { OldNewsNotice } from "./old-news-notice.js";
import { TokenDialog } from "./token-dialog.js";

const ComparePage = lazy(() => import("../compare/compare-page.js"));
const ClusterPage = lazy(() => import("../cluster/cluster-page.js"));

/** The whole page: what stays, and what the address says. */
export function App(): ReactNode {
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <Header />
      <OldNewsNotice />
      <main id="main" className="main" tabIndex={-1}>
        <ErrorBoundary what="This page">
          <Suspense fallback={<Loading what="the page" />}>
            <Pages />
          </Suspense>
        </ErrorBoundary>
      </main>
      <TokenDialog />
    </>
  );
}

function Pages(): ReactNode {
  return (
    <Switch>
      <Route path="/">
        <RunsPage />
      </Route>
      <Route path="/runs/:runId/:tab?">
        {({ runId, tab }) => <RunPage key={runId} runId={runId} tab={tab ?? "curves"} />}
      </Route>
      <Route path="/compare">
        <ComparePage />
      </Route>
      <Route path="/cluster">
        <ClusterPage />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
