/** What is said to the senders of webhooks: a lane is due, an endpoint is to be asked, somebody waits for a sign of life, somebody listens. */
import * as z from "zod";

/** A message of the queue of lanes. */
export const laneMessageSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("lane"), laneId: z.string().min(1) }),
  z.strictObject({ kind: z.literal("verify"), receiverId: z.string().min(1) }),
  z.strictObject({ kind: z.literal("test"), receiverId: z.string().min(1), eventId: z.string().min(1) }),
  z.strictObject({ kind: z.literal("heartbeat"), receiverId: z.string().min(1) }),
  z.strictObject({ kind: z.literal("listen") }),
]);
/** A message of the queue of lanes. */
export type LaneMessage = z.infer<typeof laneMessageSchema>;
