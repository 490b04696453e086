/** Which resource of a task an explicit choice means. */
import { parseArn } from "./arn.ts";
import { parseReference } from "./reference.ts";
import type { NamedResource } from "./select.ts";

/**
 * The resource that `choice` names, or undefined. Beside equal references, a bare name means the only resource of that name, though that one was
 * written with an account, a Region or a cluster of its own; of several, the only one that lies within what the choice says.
 */
export function choiceOf<T extends Pick<NamedResource, "reference" | "kind" | "within">>(
  choice: Pick<NamedResource, "reference" | "kind" | "written">,
  resources: readonly T[],
): T | undefined {
  const same = resources.find(({ reference }) => reference === choice.reference);
  if (same || parseArn(choice.written)) return same;
  const name = bareName(choice.reference);
  const isNamesake = ({ kind, reference }: T): boolean =>
    bareName(reference) === name && (kind === choice.kind || choice.kind === "opaque");
  const namesakes = resources.filter(isNamesake);
  const meant = namesakes.length === 1 ? namesakes : namesakes.filter(({ within }) => within.includes(choice.reference));
  return meant.length === 1 ? meant[0] : undefined;
}

/** The id without what it lies in: `data` of `cluster/svm1/data`. */
function bareName(reference: string): string | undefined {
  return parseReference(reference)?.id.split("/").at(-1);
}
