/** Tasks that wait for people, and what they said. */
import { answerEvidenceSchema, lazyLooseObject } from "@dr/events";
import * as z from "zod";

/** What a person said at last. */
export const answerSchema = lazyLooseObject(() => ({
  outcome: z.enum(["completed", "failed"]),
  note: z.string().optional(),
  evidence: z.array(answerEvidenceSchema),
  answeredBy: z.string(),
  person: z.string().optional(),
  at: z.string(),
}));
/** What a person said at last. */
export type Answer = z.infer<typeof answerSchema>;

/** A task as it is kept. */
export interface OpenTask {
  readonly operationId: string;
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly openedAt: string;
  readonly withdrawn: boolean;
  readonly answer?: Answer | undefined;
}

/** Where tasks of people are kept. Every write carries a condition: a repeat changes nothing. */
export interface TaskPort {
  readonly read: (operationId: string) => Promise<OpenTask | undefined>;
  /** Opens it, unless it is there. */
  readonly open: (task: Pick<OpenTask, "operationId" | "title" | "openedAt">) => Promise<void>;
  /** Asks nobody any more, unless somebody answered. */
  readonly withdraw: (operationId: string) => Promise<void>;
}

/** Where answers go: the first one counts. */
export type KeepAnswer = (operationId: string, answer: Answer) => Promise<void>;
