import { setFlagsFromString } from "node:v8";

/** From this one on V8 has no such flag. */
const ALWAYS_SEPARATE = 14;

/**
 * Keeps V8 small, before there is anything to compile: the middle compilers, copies of small functions in every
 * caller and a second thread's workspace cost an audit some 10 MiB, and waiting for rows hides what they win.
 * What runs a million times is compiled well as soon as that is plain. A nursery of a few MiB is cleaned before a
 * second thread has woken up to help. It would grow while modules are loaded, and never shrink again: see
 * modest-memory.ts. And it is cleaned while the rest of the heap is searched for garbage, too: what an audit makes
 * in that time is some 12 MiB, which would otherwise all be kept until the search has ended.
 */
export function startLean(): void {
  setFlagsFromString("--no-maglev");
  setFlagsFromString("--no-sparkplug");
  setFlagsFromString("--no-concurrent-recompilation");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=300");
  setFlagsFromString("--invocation-count-for-turbofan=800");
  setFlagsFromString("--invocation-count-for-osr=200");
  setFlagsFromString("--no-parallel-scavenge");
  setFlagsFromString("--semi-space-growth-factor=1");
  if (Number.parseInt(process.versions.v8, 10) < ALWAYS_SEPARATE)
    setFlagsFromString("--no-separate-gc-phases");
}
