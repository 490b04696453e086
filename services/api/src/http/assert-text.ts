/** Text that can be kept and sent as it is: a reason with half an emoji in it would be lost on its way through the queues. */
import { DrError, isSendable, SENDABLE_TEXT } from "@dr/events";
import { toPathText } from "@dr/runtime";

/** Throws `request.invalid` for the first text in a checked body that no queue carries. */
export function assertText(value: unknown, path: readonly PropertyKey[] = []): void {
  if (typeof value === "string" && !isSendable(value)) throw refusal(path);
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    assertText(key, [...path, key]);
    assertText(member, [...path, key]);
  }
}

function refusal(path: readonly PropertyKey[]): DrError {
  const issue = { path: toPathText(path), code: "invalid_text", message: "this text cannot be stored", expected: SENDABLE_TEXT };
  return new DrError("request.invalid", "1 invalid value(s)", { details: { errors: [issue] } });
}
