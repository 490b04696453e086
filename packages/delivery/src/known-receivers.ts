/** The receivers as whoever takes events off the bus knows them. */
import { remembered, type Clock } from "@dr/runtime";
import type { Receiver } from "./receiver.ts";
import type { ReceiverStore } from "./stores.ts";

/** Receivers change by hand; a new one waits for its first event no longer than this. */
const KEEP_MS = 5_000;

/** All receivers, read again after five seconds: a fact costs no scan. */
export function createKnownReceivers(receivers: Pick<ReceiverStore, "list">, clock: Clock): () => Promise<readonly Receiver[]> {
  return remembered(() => receivers.list(), { clock, keepMs: KEEP_MS });
}
