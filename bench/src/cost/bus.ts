/** The bus with the rules of all manifests; what a rule lets through becomes a message. */
import { createBus, type Bus, type BusRule } from "@dr/local/eventbridge";
import { services } from "@dr/services";
import { BUS_NAME, queueName, queueUrl } from "./functions.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A bus that gives each message to `deliver`. */
export function createCountedBus(deliver: (queue: string, body: string) => void): Bus {
  return createBus({
    rules: rules(),
    busNames: [BUS_NAME],
    deliver: async (target, body) => deliver(queueName(target.queueUrl), body),
    sendDeadLetter: (url) => Promise.reject(new Error(`a dead letter for ${url}`)),
    log: quiet,
  });
}

function rules(): BusRule[] {
  return services.flatMap(({ functions }) =>
    functions.flatMap(({ trigger }) => {
      if (trigger.kind !== "queue") return [];
      const { queue } = trigger;
      const targets = [{ id: queue, arn: `arn:aws:sqs:us-east-1:000000000000:${queue}`, queueUrl: queueUrl(queue) }];
      return trigger.subscriptions.map(({ name, pattern, onDemand }) => ({
        name,
        busName: BUS_NAME,
        pattern,
        targets,
        ...(onDemand === true ? { state: "DISABLED" as const } : {}),
      }));
    }),
  );
}
