import type { Measures } from "@lockstep/telemetry/events";
import type { ResultsPage, WeightsPage } from "@lockstep/telemetry/views";
import type { ReactNode } from "react";
import { useAnswer, type Answer } from "../../api/use-answer.js";
import { counted } from "../../format/counted.js";
import { formatCount, formatNumber } from "../../format/numbers.js";
import { EmptyState } from "../../parts/empty-state.js";
import { Fact } from "../../parts/fact.js";
import { Loading } from "../../parts/loading.js";
import { Panel } from "../../parts/panel.js";
import type { TabProps } from "../tab-props.js";
import { ConfusionMatrix } from "./confusion-matrix.js";
import { ForecastChart } from "./forecast-chart.js";
import { WeightHistograms } from "./weight-histograms.js";
import { WorstExamples } from "./worst-examples.js";
import "./results.css";

/** What an evaluation found, and how the run's parameters are distributed. */
export default function ResultsTab({ runId, run }: TabProps): ReactNode {
  const path = `/v1/runs/${encodeURIComponent(runId)}`;
  const results = useAnswer<ResultsPage>(`${path}/results`);
  const weights = useAnswer<WeightsPage>(`${path}/weights`);
  if (results.isLoading && weights.isLoading) return <Loading what="the results" />;
  return (
    <div className="results">
      {/* A training has them in its header. */}
      {run.kind !== "train" && run.test !== undefined && <TestMeasures measures={run.test} />}
      {results.value === undefined ? (
        <div className="results-wide">
          <NoResults runId={runId} error={results.error} />
        </div>
      ) : (
        <Results page={results.value} />
      )}
      <div className="results-wide">
        <Weights answer={weights} isTraining={run.kind === "train"} />
      </div>
    </div>
  );
}

function TestMeasures({ measures }: { readonly measures: Measures }): ReactNode {
  return (
    <dl className="facts results-wide">
      {Object.entries(measures).map(([name, value]) => (
        <Fact key={name} name={`test ${name}`}>
          {formatNumber(value)}
        </Fact>
      ))}
    </dl>
  );
}

function Results({ page }: { readonly page: ResultsPage }): ReactNode {
  const { results, worst, sequences } = page;
  return (
    <>
      <Panel
        title={results.type === "classification" ? "Confusion matrix" : "Forecast against truth"}
        tools={<span className="quiet">{counted(sequences, "sequence")}</span>}
      >
        {results.type === "classification" ? (
          <ConfusionMatrix results={results} />
        ) : (
          <ForecastChart results={results} />
        )}
      </Panel>
      {worst.length > 0 && (
        <Panel title="Worst examples">
          <WorstExamples worst={worst} />
        </Panel>
      )}
    </>
  );
}

function NoResults({
  runId,
  error,
}: {
  readonly runId: string;
  readonly error: string | undefined;
}): ReactNode {
  return (
    <Panel title="Evaluation">
      <EmptyState title="Not evaluated yet" command={`lockstep evaluate ${shellWord(runId)}`}>
        What the model is right and wrong about comes from an evaluation on the test data. To have it, type
        the line below.{error !== undefined && <span className="quiet"> The coordinator says: {error}.</span>}
      </EmptyState>
    </Panel>
  );
}

function Weights({
  answer,
  isTraining,
}: {
  readonly answer: Answer<WeightsPage>;
  readonly isTraining: boolean;
}): ReactNode {
  const { value, error, isLoading } = answer;
  if (value !== undefined) {
    return (
      <Panel
        title="Weights"
        tools={<span className="quiet">as saved after step {formatCount(value.step)}</span>}
      >
        <WeightHistograms parameters={value.parameters} />
      </Panel>
    );
  }
  if (!isTraining || isLoading) return null;
  return (
    <Panel title="Weights">
      <EmptyState title="No weights yet">
        They are shown as they are in the run&apos;s newest checkpoint or model.
        {error !== undefined && <span className="quiet"> The coordinator says: {error}.</span>}
      </EmptyState>
    </Panel>
  );
}

/** As a shell takes it for one word. */
function shellWord(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
