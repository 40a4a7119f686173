/**
 * After the compiler: bundles what each of Lockstep's processes and threads runs into a file, as reading and linking
 * some hundreds of small files is most of what starting one would cost; and keeps what V8 compiles of it.
 */
import { bundlePrograms } from "./bundle-programs.mjs";
import { recordCode, removeCode } from "./record-code.mjs";
import { writeStarters } from "./write-starters.mjs";

removeCode();
await bundlePrograms();
await recordCode();
await writeStarters("start-program");
