/** What is said to the services that send: a lane is due, an endpoint is to be asked, somebody waits for a sign of life, somebody listens; and what others told us. */
import { lazyStrictObject } from "@dr/events";
import * as z from "zod";

/** Somebody pressed a button in Slack; the signature was good. */
const clickSchema = lazyStrictObject(() => ({
  kind: z.literal("click"),
  correlationId: z.string(),
  decision: z.enum(["approve", "decline"]),
  executionId: z.string().min(1).max(200),
  pauseId: z.string().min(1).max(300),
  team: z.string().max(50),
  user: z.string().max(50),
  responseUrl: z.string().max(500).optional(),
}));
/** A ticket system says that something became of a change: a reason to look, and nothing else. */
const hintSchema = lazyStrictObject(() => ({ kind: z.literal("hint"), correlationId: z.string(), changeId: z.string().min(1).max(100) }));

/** A message of the queue of lanes. */
export const laneMessageSchema = z.discriminatedUnion("kind", [
  lazyStrictObject(() => ({ kind: z.literal("lane"), laneId: z.string().min(1) })),
  lazyStrictObject(() => ({ kind: z.literal("verify"), receiverId: z.string().min(1) })),
  lazyStrictObject(() => ({ kind: z.literal("test"), receiverId: z.string().min(1), eventId: z.string().min(1) })),
  lazyStrictObject(() => ({ kind: z.literal("heartbeat"), receiverId: z.string().min(1) })),
  lazyStrictObject(() => ({ kind: z.literal("listen") })),
  clickSchema,
  hintSchema,
]);
/** A message of the queue of lanes. */
export type LaneMessage = z.infer<typeof laneMessageSchema>;
