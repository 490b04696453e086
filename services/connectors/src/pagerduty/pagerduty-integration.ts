/** PagerDuty, Events API v2: an incident for each thing that waits for a person, resolved when it is over; everything else is a change event. A drill pages nobody. */
import type { Integration, MappingInput, OutboundRequest } from "@dr/delivery";
import { memberOf, type ReadExternalSecret } from "@dr/delivery/sender";
import { cut, tell } from "../tell.ts";
import { incidentsOf, type Incident } from "./incidents.ts";

/** What it needs: the secret `pagerduty` with `routingKey`. Settings: `eventsUrl`. */
export interface PagerDutyDeps {
  readonly readSecret: ReadExternalSecret;
}

const EVENTS = "https://events.pagerduty.com";
const SOURCE = "dr-orchestrator";
/** Largest summary and key (PagerDuty, "Events API v2 overview"). */
const SUMMARY = 1_024;

/** The connector. PagerDuty knows a repetition by its key; which keys are open is remembered, so that only what was opened here is closed. */
export function pagerDutyIntegration({ readSecret }: PagerDutyDeps): Integration {
  return {
    kind: "pagerduty",
    toRequests: async (input) => {
      const { event, context } = input;
      const key = memberOf(await readSecret("pagerduty"), "pagerduty", "routingKey");
      const incidents = context.executionType === "drill" ? [] : actionsOf(input);
      const told = tell(input);
      if (incidents.length === 0) return told ? [changeOf(input, key, `${told.title}: ${told.text}`)] : [];
      return incidents.map(({ name, body, open }) =>
        toRequest(input, "/v2/enqueue", {
          id: `${event.id}:${name}`,
          body: { routing_key: key, ...body },
          memory: { open: JSON.stringify(open) },
        }),
      );
    },
  };
}

interface Action {
  readonly name: string;
  readonly body: object;
  /** Keys that are open once this is taken: what is sent again after half of it was taken goes on from there. */
  readonly open: readonly string[];
}

function actionsOf(input: MappingInput): readonly Action[] {
  let open = JSON.parse(input.memory["open"] ?? "[]") as readonly string[];
  const { triggers, resolves } = incidentsOf(input.event, open);
  const resolved = resolves.map((key): Action => {
    open = open.filter((each) => each !== key);
    return { name: `resolve:${key}`, body: { event_action: "resolve", dedup_key: key }, open };
  });
  const triggered = triggers.map((incident): Action => {
    open = [...new Set([...open, incident.dedupKey])];
    return { name: "trigger", body: triggerOf(input, incident), open };
  });
  return [...resolved, ...triggered];
}

function triggerOf({ event, context }: MappingInput, { dedupKey, severity, summary, component }: Incident): object {
  return {
    event_action: "trigger",
    dedup_key: dedupKey,
    payload: {
      summary: cut(summary(context), SUMMARY),
      source: SOURCE,
      severity,
      timestamp: event.time,
      component: component ?? context.planId,
      group: context.planId,
      class: event.type,
      custom_details: { executionId: context.executionId, planId: context.planId, mode: context.mode, eventId: event.id },
    },
  };
}

function changeOf(input: MappingInput, key: string, summary: string): OutboundRequest {
  const { event, context } = input;
  const details = { executionId: context.executionId, eventId: event.id };
  const payload = { summary: cut(summary, SUMMARY), timestamp: event.time, source: SOURCE, custom_details: details };
  return toRequest(input, "/v2/change/enqueue", { id: event.id, body: { routing_key: key, payload } });
}

type Parts = Pick<OutboundRequest, "id" | "memory"> & { readonly body: object };

function toRequest({ receiver }: MappingInput, path: string, { body, ...rest }: Parts): OutboundRequest {
  const url = `${receiver.settings["eventsUrl"] ?? EVENTS}${path}`;
  return { ...rest, method: "POST", url, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
