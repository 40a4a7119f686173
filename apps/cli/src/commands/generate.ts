import type { SavedModel } from "@lockstep/checkpoint";
import type { BackendChoice, ModelToPredict, Predictor } from "@lockstep/worker";
import { exitCodes } from "../exit-codes.js";
import { generateText } from "../generation/generate-text.js";
import { promptIds, tokenModelOf } from "../generation/token-model.js";
import { TokenTexts } from "../generation/token-texts.js";
import type { Io } from "../io.js";
import { findModel } from "../model-source/find-model.js";
import type { PredictOptions } from "./predict.js";

export type OpenPredictor = (model: ModelToPredict, choice: BackendChoice) => Promise<Predictor>;

/** `lockstep predict --generate`: the prompt and the text that a model writes behind it, as it comes. */
export async function generateCommand(
  named: string,
  tokens: number,
  options: PredictOptions,
  io: Io,
  open: OpenPredictor = openPackaged,
): Promise<number> {
  const { prompt = "", temperature = 1, seed = 0 } = options;
  const saved = await loadNamedModel(named, options, io);
  const model = tokenModelOf(saved);
  const settings = { prompt: promptIds(prompt, model.vocabulary), tokens, temperature, seed };
  const predictor = await open(saved, options.backend as BackendChoice);
  try {
    const texts = new TokenTexts(model.vocabulary, prompt);
    const written = generateText(predictor, model, settings);
    if (options.json) {
      const text = Array.from(written, (id) => texts.next(id)).join("");
      const document = { model: named, prompt, text, tokens, temperature, seed, backend: predictor.backend };
      io.stdout(`${JSON.stringify(document)}\n`);
      return exitCodes.done;
    }
    io.stdout(prompt);
    for (const id of written) {
      io.stdout(texts.next(id));
      // What was written is to be seen before the next token is computed.
      await io.sleep(0);
    }
    io.stdout("\n");
    return exitCodes.done;
  } finally {
    predictor.close();
  }
}

/** The model of a run or a file of this machine, with all that was saved with it. */
export async function loadNamedModel(
  named: string,
  { dataDir }: Pick<PredictOptions, "dataDir">,
  io: Io,
): Promise<SavedModel> {
  const { loadModel } = await import("@lockstep/checkpoint");
  return loadModel((await findModel(named, dataDir, io.cwd)).path);
}

/** Computes here: each prediction waits for the one before it. */
export async function openPackaged(model: ModelToPredict, choice: BackendChoice): Promise<Predictor> {
  const { openPredictor } = await import("@lockstep/worker");
  return openPredictor(model, choice);
}
