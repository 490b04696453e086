/** The setting `approvers` of a receiver: who a user of another system is here, as role and session: `{"jane.doe": "DRRecoveryManager/jane"}`. */
import { DrError } from "@dr/events";
import { parseJson } from "@dr/runtime";
import * as z from "zod";
import type { Receiver } from "./receiver.ts";

const APPROVERS = "approvers";

const approversSchema = () =>
  z.record(z.string().min(1), z.string().regex(/^[^/]+\/[^/]+$/, "expected role and session: DRRecoveryManager/jane"));

/** Person by user; empty without the setting. Throws `delivery.bad_receiver` for a text that is none: it is refused when the receiver is configured. */
export function approversOf({ settings }: Pick<Receiver, "settings">): ReadonlyMap<string, string> {
  const read = approversSchema().safeParse(parseJson(settings[APPROVERS] ?? "{}"));
  if (read.success) return new Map(Object.entries(read.data));
  const message = 'the setting `approvers` is no JSON object of role and session by user, such as {"jane.doe":"DRRecoveryManager/jane"}';
  throw new DrError("delivery.bad_receiver", message);
}
