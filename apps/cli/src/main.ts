/** Entry of the process `lockstep`. */
import { startProgram } from "./bundle/start-program.js";

startProgram("lockstep");
