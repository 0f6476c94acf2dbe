import { certaintyOf } from "../../judge/instance-state.ts";
import type { ImageChoice } from "../../read/glance/chosen-images.ts";
import type { Stretch } from "../../read/glance/read-images.ts";
import type { JudgedInstance } from "../nova/instance-states.ts";
import type { NovaKnowledge } from "../nova/nova-knowledge.ts";

/** What is known of an instance, by its number. */
const UNKNOWN = 0;
const LIKELY = 1;
const UNLIKELY = 2;

/** Chooses the images whose instance is gone, or may be: those alone are judged. */
export function likelyOrphans(
  { instances }: Stretch,
  knowledge: NovaKnowledge,
  passOver: ImageChoice["passOver"],
): ImageChoice {
  const { states } = knowledge;
  const known = new Uint8Array(instances?.size ?? 0);
  return {
    to: (reference) => {
      const uuid = knowledge.leadsTo(reference);
      return uuid !== undefined && mayBeGone(states.of(uuid));
    },
    toInstance: (number) => {
      if (known[number] === UNKNOWN) known[number] = mayBeGone(states.ofNumber(number)) ? LIKELY : UNLIKELY;
      return known[number] === LIKELY;
    },
    passOver,
  };
}

function mayBeGone({ state }: JudgedInstance): boolean {
  return state === "unknown" || certaintyOf(state) !== null;
}
