/** What people say about tasks that people do. */
import { lazyObject, lazyStrictObject } from "../lazy-object.ts";
import * as z from "zod";
import { defineEvent } from "../define-event.ts";

/** The technology whose tasks are done by people. */
export const MANUAL_TECHNOLOGY = "manual";

/** What somebody shows for it. Of a file the log keeps name, size and hash, not the content. */
export const answerEvidenceSchema = z.discriminatedUnion("kind", [
  lazyObject(() => ({ kind: z.literal("text"), text: z.string().min(1).max(1_000) })),
  lazyObject(() => ({ kind: z.literal("link"), url: z.url({ protocol: /^https$/ }).max(1_000), text: z.string().max(200).optional() })),
  lazyObject(() => ({
    kind: z.literal("file"),
    name: z.string().min(1).max(200),
    bytes: z.int().nonnegative(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    url: z
      .url({ protocol: /^https$/ })
      .max(1_000)
      .optional(),
  })),
]);
/** What somebody shows for it. */
export type AnswerEvidence = z.infer<typeof answerEvidenceSchema>;

/** Whose task it is: any of these may answer; none named: whoever may complete tasks. */
export const assigneesSchema = lazyStrictObject(() => ({
  users: z.array(z.string().min(1).max(256)).max(20).optional(),
  roles: z.array(z.string().min(1).max(128)).max(20).optional(),
  groups: z.array(z.string().min(1).max(128)).max(20).optional(),
}));
/** Whose task it is. */
export type Assignees = z.infer<typeof assigneesSchema>;

/** A person said what became of a task. `handed_on` only says whose it is from now on; the two others end it, and its adapter tells so. */
export const manualTaskAnswered = defineEvent({
  type: "ManualTaskAnswered",
  origin: "recorded",
  description: "A person said what became of a task that people do.",
  schema: () =>
    z.object({
      executionId: z.string().min(1),
      waveNumber: z.int().positive(),
      taskId: z.string().min(1),
      operationId: z.string().min(1),
      attempt: z.int().positive(),
      outcome: z.enum(["completed", "failed", "handed_on"]),
      note: z.string().max(2_000).optional(),
      evidence: z.array(answerEvidenceSchema).max(10),
      handedTo: assigneesSchema.optional(),
      answeredBy: z.string(),
      /** The person that it counts as; absent: the principal. */
      person: z.string().optional(),
      role: z.string(),
    }),
});
