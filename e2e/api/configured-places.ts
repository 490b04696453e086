/** Every place where somebody may write down where events go: found by watching what integrations read, and what becomes part of an address. */
import type { Integration, LaneMemory, MappingInput, OutboundRequest, Receiver } from "@dr/delivery";
import { facts } from "./told-facts.ts";

/** A setting of a kind of receivers that is an address (`url`), or the end of a host's name (`host`). */
export interface Place {
  readonly kind: string;
  readonly setting: string;
  readonly is: "url" | "host";
}

const MARK = "mark.example.com";

/** What a receiver of each kind has, so that it sends something at all. */
const USUAL: Readonly<Record<string, string>> = {
  channel: "C0123456789",
  collectorUrl: "https://collector.example.com",
  instanceUrl: "https://changes.example.com",
  from: "dr@example.com",
  to: "on-call@example.com",
  topicArn: "arn:aws:sns:eu-central-1:123456789012:dr-events",
  logGroup: "/dr-orchestration/audit",
  url: "https://hooks.example.com/dr",
  all: "on",
  signals: "traces,metrics",
};

/** What an integration sends of a whole execution; `read` is told of each setting that it looks at. */
export async function sendAll(
  integration: Integration,
  settings: Readonly<Record<string, string>>,
  read: (name: string) => void = () => undefined,
): Promise<readonly OutboundRequest[]> {
  const sent: OutboundRequest[] = [];
  const watched = new Proxy(
    { ...USUAL, ...settings },
    {
      get: (target, name) => {
        if (typeof name !== "string") return undefined;
        read(name);
        return target[name];
      },
    },
  );
  const receiver: Receiver = {
    receiverId: "x.y",
    kind: integration.kind,
    filter: {},
    settings: watched,
    enabled: true,
    since: "",
    ratePerSecond: 1,
    retryHours: 1,
  };
  const context = { executionId: "e", planId: "shop", executionType: "recovery", mode: "planned", tags: {} } as const;
  let memory: LaneMemory = {};
  for (const event of facts) {
    const input: MappingInput = { event, context, memory, receiver };
    const send = (request: OutboundRequest) => {
      sent.push(request);
      return Promise.reject(new Error("nobody is there"));
    };
    if (integration.performBatch) await integration.performBatch([input], send).catch(() => undefined);
    else if (integration.perform) await integration.perform(input, send).catch(() => undefined);
    else {
      // What cannot be mapped (a token that was never sealed) is not sent.
      const requests = await Promise.resolve()
        .then(() => integration.toRequests(input))
        .catch(() => []);
      sent.push(...requests);
      for (const request of requests) memory = { ...memory, ...request.memory };
    }
  }
  return sent;
}

/** The places of an integration. */
export async function placesOf(integration: Integration): Promise<readonly Place[]> {
  const names = new Set<string>();
  await sendAll(integration, {}, (name) => names.add(name));
  const places: Place[] = [];
  for (const setting of names) {
    for (const is of ["url", "host"] as const) {
      const value = is === "url" ? `https://${MARK}` : MARK;
      const sent = await sendAll(integration, { [setting]: value });
      const reaches = sent.some(({ url }) => hostOf(url).endsWith(MARK));
      if (reaches && !places.some((place) => place.setting === setting)) places.push({ kind: integration.kind, setting, is });
    }
  }
  return places;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : "";
}
