import { setFlagsFromString } from "node:v8";

/**
 * Has V8 compile less, before there is anything to compile: the middle compilers, copies of small functions in
 * every caller and a second thread's workspace cost an audit some 10 MiB, and waiting for rows hides what they win.
 */
export function compileLean(): void {
  setFlagsFromString("--no-maglev");
  setFlagsFromString("--no-sparkplug");
  setFlagsFromString("--no-concurrent-recompilation");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=300");
}
