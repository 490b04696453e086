/** Lambda `dr-orchestration-trigger`: invoked by schedules, topics, alarms and other functions. */
import { lambdaEntry } from "@dr/runtime";
import { triggerFromEnv } from "../from-env.ts";

/** Answers as the first start was answered; `ignored` where nothing was asked for. Throws what `startFor` throws, so that Lambda tries again and then tells. */
export const { create, handler } = lambdaEntry((env) => {
  const trigger = triggerFromEnv(env, "dr-orchestration-trigger");
  return async (event, context) => {
    const { awsRequestId = "" } = (context ?? {}) as { readonly awsRequestId?: string };
    const [first] = await trigger(event, awsRequestId);
    return first === undefined
      ? { statusCode: 200, body: JSON.stringify({ outcome: "ignored" }) }
      : { statusCode: first.statusCode, body: first.body, outcome: first.outcome };
  };
});
