/** What a plan may write for a task that people do. */
import { assigneesSchema, lazyStrictObject, namesResource } from "@dr/events";
import * as z from "zod";

/** What it is about, in words: nothing is locked by it. */
export const resourcesSchema = lazyStrictObject(() => ({
  about: z
    .array(
      z
        .string()
        .min(1)
        .max(200)
        .meta(namesResource({ kind: "opaque", namespace: "manual", use: "mentions" })),
    )
    .max(50)
    .optional()
    .describe("What the task is about, for the reader: names of switches, systems, contracts"),
}));
/** What it is about. */
export type ManualResources = z.infer<typeof resourcesSchema>;

/** Who does what by when. */
export const configSchema = lazyStrictObject(() => ({
  title: z.string().min(1).max(200).describe("The task in one line"),
  instructions: z.string().max(4_000).optional().describe("What to do, as Markdown"),
  assignees: assigneesSchema.optional().describe("Who may answer: people, roles or groups; default: whoever may complete tasks"),
  dueSeconds: z
    .number()
    .positive()
    .max(30 * 86_400)
    .optional()
    .describe("Seconds after the request by which an answer is due"),
  onLate: z
    .enum(["wait", "fail", "complete"])
    .optional()
    .describe("When it is late: wait on and say so (default), fail, or go on without an answer, which the result says"),
  evidence: z.enum(["required", "optional"]).optional().describe("Whether `completed` needs evidence; default: optional"),
  undo: z
    .strictObject({ title: z.string().min(1).max(200), instructions: z.string().max(4_000).optional() })
    .optional()
    .describe("What people do when it is taken back; without it there is nothing to take back"),
}));
/** Who does what by when. */
export type ManualConfig = z.infer<typeof configSchema>;
