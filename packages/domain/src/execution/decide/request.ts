/** Asking for an execution. */
import { canonicalJson } from "@dr/events";
import { refusal } from "../refuse.ts";
import { emit, startRun } from "../run.ts";
import type { Decide } from "./types.ts";

/** Records the request and who made it. The same request again is a repeat, not a second execution. */
export const requestExecution: Decide<"RequestExecution"> = (state, { request, actor, now }) => {
  const { principal, person } = actor;
  const recorded = { ...request, requestedBy: principal, ...(person === undefined ? {} : { requestedByPerson: person }) };
  if (state.request) {
    if (canonicalJson(state.request) === canonicalJson(recorded)) return [];
    throw refusal(state, "execution.already_exists", "an execution with this id exists and was asked for differently");
  }
  const run = startRun(state, now);
  emit(run, "ExecutionRequested", recorded);
  return run.events;
};
