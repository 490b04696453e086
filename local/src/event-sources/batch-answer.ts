/** What a function said of a batch, read as Lambda's event source mappings read it. */
import * as z from "zod";

const answerSchema = z
  .looseObject({ batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullish();

/**
 * The items that must come again: none for an empty answer, the named ones, or `all` when the answer cannot be trusted: it is no such list, or names what was not in the
 * batch (Lambda guide, "Reporting batch item failures": such an answer fails the whole batch). Pure.
 */
export function failedItems(answer: unknown, batch: readonly string[]): ReadonlySet<string> | "all" {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) return "all";
  const failed = (parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => batch.includes(id)) ? new Set(failed) : "all";
}
