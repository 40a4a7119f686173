import { nonNegativeFloat32, positiveFloat32, wholeNumber } from "../fields.js";

export const initialLearningRateField = () => nonNegativeFloat32().describe("Learning rate of step 0.");

export const decayStepsField = () => wholeNumber(1, 2 ** 31 - 1).describe("Length of the decay, in steps.");

export const decayRateField = () => positiveFloat32().describe("How much the rate decays in decaySteps.");

export const alphaField = () =>
  nonNegativeFloat32().default(0).describe("Least learning rate, as a share of the initial one. Default: 0.");
