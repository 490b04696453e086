/** Signs of life for tasks of Step Functions that wait: without them one whose `HeartbeatSeconds` run out gives up. */
import { TASK_TOKEN, type Receiver, type ReceiverStore, type RecordStore, type Send } from "@dr/delivery";
import type { Clock, NewId } from "@dr/runtime";
import { isOver, toCall } from "./task-token-integration.ts";

/** What it needs. */
export interface HeartbeatDeps {
  readonly receivers: Pick<ReceiverStore, "get" | "remove">;
  readonly records: Pick<RecordStore, "add">;
  readonly send: Send;
  readonly readKey: () => Promise<string>;
  readonly clock: Pick<Clock, "nowIso">;
  readonly newId: NewId;
}

/** Those who wait for a sign of life. */
export function waiting(receivers: readonly Receiver[]): readonly string[] {
  return receivers.filter(({ kind, enabled }) => kind === TASK_TOKEN && enabled).map(({ receiverId }) => receiverId);
}

/** Gives one sign of life. Where nobody waits any more it is written down, and the callback goes: the execution itself is not touched. A sign that is lost is followed by the next. */
export function createHeartbeat(deps: HeartbeatDeps): (receiverId: string) => Promise<void> {
  const { receivers, records, send, readKey, clock, newId } = deps;
  return async (receiverId) => {
    const receiver = await receivers.get(receiverId);
    if (receiver?.kind !== TASK_TOKEN) return;
    const id = `heartbeat-${newId()}`;
    const request = toCall("SendTaskHeartbeat", receiver, { id, platformKey: await readKey() });
    const answer = await send(request).catch(() => undefined);
    if (!answer || answer.status === 200 || !isOver(answer)) return;
    const [executionId = "none"] = receiver.filter.subjects ?? [];
    const reason = `Step Functions waits no longer: ${answer.body}`;
    await records.add({
      receiverId,
      eventId: id,
      executionId,
      sequence: 0,
      type: "Heartbeat",
      at: clock.nowIso(),
      attempt: 1,
      outcome: "dead",
      reason,
    });
    await receivers.remove(receiverId);
  };
}
