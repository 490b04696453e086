/** What the service says to itself: a lane is due, or an endpoint is to be asked whether it wants our events. */
import * as z from "zod";

/** A message of the queue `webhooks-lanes`. */
export const laneMessageSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("lane"), laneId: z.string().min(1) }),
  z.strictObject({ kind: z.literal("verify"), receiverId: z.string().min(1) }),
  z.strictObject({ kind: z.literal("test"), receiverId: z.string().min(1), eventId: z.string().min(1) }),
]);
/** A message of the queue `webhooks-lanes`. */
export type LaneMessage = z.infer<typeof laneMessageSchema>;
