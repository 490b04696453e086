// Wherever an address can be written down, what leads to a private place is refused: when it is saved, and again at every send. Places are found, not listed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { keepers } from "@dr/audit/keepers";
import { connectors } from "@dr/connectors/connectors";
import { createConfiguredReceivers, createMemoryStores, RequestRefused, type Integration, type Receiver } from "@dr/delivery";
import { createAddressGuard } from "@dr/delivery/url-rules";
import { createGuardedSend } from "@dr/delivery/guarded-send";
import type { SenderParts } from "@dr/delivery/sender";
import { SENDERS, type Sender } from "@dr/delivery/senders";
import { HOSTILE_URLS } from "@dr/delivery/testing";
import { changeSystems } from "@dr/itsm/integrations";
import { createMemoryChanges } from "@dr/itsm/followed-changes";
import { monitors } from "@dr/monitoring/integrations";
import { ROUTE_LIST } from "@dr/routes";
import { createVirtualClock } from "@dr/runtime";
import { integrationsFor } from "@dr/webhooks/integrations";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { createTestApi } from "../../services/api/test/api.ts";
import { twoWaves } from "../../services/api/test/plans.ts";
import { memoryWebhooks } from "../../services/api/test/webhooks.ts";
import { placesOf, sendAll, type Place } from "./configured-places.ts";
import { commits } from "./told-facts.ts";

const clock = createVirtualClock("2026-11-29T12:00:00.000Z");
const urlRules = { guard: createAddressGuard() };
const secrets: Record<string, string> = {
  botToken: "t",
  url: "https://teams.example.com/flow",
  routingKey: "r".repeat(32),
  apiKey: "k",
  licenseKey: "l",
  headerValue: "h",
  token: "t",
  clientId: "i",
  clientSecret: "s",
  user: "u",
  password: "p",
};
const partsWith = (more: Readonly<Record<string, string>> = {}) =>
  ({
    env: { AWS_REGION: "eu-central-1" },
    variables: { DR_AUDIT_BUCKET: "dr-audit-trail" },
    readSecret: () => Promise.resolve({ ...secrets, ...more }),
    readLog: () => Promise.resolve(commits),
    clock,
  }) as unknown as SenderParts;

/** Every service that sends, and all that it sends by: a new service does not compile without a line here. */
const integrationsOf = {
  webhooks: () => [...integrationsFor({ platformKey: "key", clock }).values()],
  connectors,
  audit: keepers,
  monitoring: monitors,
  itsm: (parts) => changeSystems(parts, createMemoryChanges()),
} satisfies Readonly<Record<Sender, (parts: SenderParts) => readonly Integration[]>>;
const integrations = Object.values(integrationsOf).flatMap((of) => of(partsWith()));
const places = (await Promise.all(integrations.map(placesOf))).flat();
const named = ({ kind, setting, is }: Place): string => `${kind}.${setting} (${is})`;

const hostsAlone = HOSTILE_URLS.flatMap((url) => /^https:\/\/([^/]*)\/hook$/.exec(url)?.[1] ?? []);
const hostileFor = ({ is }: Place): readonly string[] =>
  is === "url" ? HOSTILE_URLS : [...hostsAlone, "example.com:22", "me@example.com", "example.com/path", "example.com#x", "example.com?x"];

test("every kind of receiver sends something of an execution; a task's token is no address", async () => {
  const silent = await Promise.all(integrations.map(async (each) => ((await sendAll(each, {})).length > 0 ? [] : [each.kind])));
  expect(silent.flat()).toEqual(["task_token"]);
});

test("the places are found by what is sent", () => {
  expect(places.map(named).toSorted()).toEqual([
    "bmc.instanceUrl (url)",
    "callback.url (url)",
    "cloudwatch.apiUrl (url)",
    "datadog.apiUrl (url)",
    "datadog.site (host)",
    "email.apiUrl (url)",
    "newrelic.apiUrl (url)",
    "otlp.collectorUrl (url)",
    "pagerduty.eventsUrl (url)",
    "s3.apiUrl (url)",
    "servicenow.instanceUrl (url)",
    "slack.apiUrl (url)",
    "sns.apiUrl (url)",
    "splunk.collectorUrl (url)",
    "webhook.url (url)",
  ]);
});

describe.each(places.map((place) => [named(place), place] as const))("%s", (_name, place) => {
  const integration = integrations.find(({ kind }) => kind === place.kind)!;

  test("is refused when it is saved as a parameter", async () => {
    const stores = createMemoryStores();
    const saved: string[] = [];
    for (const value of hostileFor(place)) {
      const text = JSON.stringify({ kind: place.kind, settings: { [place.setting]: value } });
      const readParameters = () => Promise.resolve([{ name: "/dr-orchestration/receivers/connectors/x", value: text }]);
      await createConfiguredReceivers({ readParameters, receivers: stores.receivers, urlRules, clock })();
      const [receiver] = await stores.receivers.list();
      if (receiver?.enabled !== false || receiver.disabledReason === undefined) saved.push(value);
    }
    expect(saved).toEqual([]);
  });

  test("is refused at every send, also where it was saved before", async () => {
    const send = createGuardedSend({ ...urlRules, lookup: (_host, done) => done(new Error("a name was looked up")) });
    const sent: string[] = [];
    for (const value of hostileFor(place)) {
      for (const request of await sendAll(integration, { [place.setting]: value })) {
        // A host's end that makes another host of it is looked up like any other, and found private or not.
        const outcome = await send(request).catch((error: unknown) => error);
        const refused = outcome instanceof RequestRefused && outcome.final;
        const isUnknownName = outcome instanceof Error && outcome.message.includes("looked up");
        if (!refused && !(isUnknownName && place.is === "host")) sent.push(`${value}: ${request.url}`);
      }
    }
    expect(sent).toEqual([]);
  });
});

test("an address that is a secret is refused at every send", async () => {
  const send = createGuardedSend({ ...urlRules, lookup: (_host, done) => done(new Error("a name was looked up")) });
  const sent: string[] = [];
  for (const url of HOSTILE_URLS.filter((each) => each.trim() !== "")) {
    const teams = connectors(partsWith({ url })).find(({ kind }) => kind === "teams")!;
    for (const request of await sendAll(teams, {})) {
      const outcome = await send(request).catch((error: unknown) => error);
      if (!(outcome instanceof RequestRefused && outcome.final)) sent.push(request.url);
    }
  }
  expect(sent).toEqual([]);
});

describe("the API", () => {
  interface Schema {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly anyOf?: readonly Schema[];
    readonly $ref?: string;
    readonly $defs?: Readonly<Record<string, Schema>>;
  }
  const urlsIn = (schema: Schema, named: Schema["$defs"], path: readonly string[] = []): readonly string[] => {
    const { properties = {}, anyOf = [], $ref } = schema;
    const meant = $ref === undefined ? undefined : named?.[$ref.slice("#/$defs/".length)];
    return [
      ...Object.entries(properties).flatMap(([name, inner]) => [
        ...(/ur[li]$/i.test(name) ? [[...path, name].join(".")] : []),
        ...urlsIn(inner, named, [...path, name]),
      ]),
      ...[...anyOf, ...(meant ? [meant] : [])].flatMap((inner) => urlsIn(inner, named, path)),
    ];
  };
  const found = ROUTE_LIST.flatMap(({ method, path, body }) => {
    if (body === undefined || typeof body === "string") return [];
    const schema = z.toJSONSchema(body, { io: "input", unrepresentable: "any" }) as Schema;
    return urlsIn(schema, schema.$defs).map((field) => `${method} ${path} ${field}`);
  });
  const start = { planId: "two-waves", executionType: "drill", force: true };
  const drivers: Readonly<Record<string, (url: string, webhookId: string) => readonly [string, object]>> = {
    "POST /webhooks url": (url) => ["POST /webhooks", { url }],
    "PUT /webhooks/{webhookId} url": (url, webhookId) => [`PUT /webhooks/${webhookId}`, { url }],
    "POST /executions callback.url": (url) => ["POST /executions", { ...start, callback: { url } }],
    "POST /technologies/{technology}/{operation} callback.url": (url) => [
      "POST /technologies/database/failover",
      { clusters: ["orders"], callback: { url } },
    ],
  };

  test("takes addresses where they are tried, and nowhere else", () => expect(found.toSorted()).toEqual(Object.keys(drivers).toSorted()));

  test.each(Object.entries(drivers))("%s is refused when it is saved", async (_place, driver) => {
    const stores = createMemoryStores();
    const webhooks = memoryWebhooks({ stores, urlRules });
    const api = createTestApi({ openWebhooks: () => Promise.resolve(webhooks) });
    await api.call("POST /plans", { body: twoWaves });
    const { body } = await api.call("POST /webhooks", { body: { url: "https://hooks.example.com/" } });
    const standing = await stores.receivers.list();
    const answers: string[] = [];
    for (const url of HOSTILE_URLS) {
      const [route, asked] = driver(url, body.webhook.webhookId);
      const answer = await api.call(route, { body: asked });
      if ((answer.status !== 400 && answer.status !== 422) || !/^(delivery\.url_refused|request\.invalid)$/.test(answer.body.code))
        answers.push(`${url}: ${answer.status}`);
    }
    expect(answers).toEqual([]);
    expect(await stores.receivers.list()).toEqual(standing satisfies readonly Receiver[]);
  });
});

test("no service that sends has another way out", () => {
  const root = join(import.meta.dirname, "../../services");
  const ways = /(^|[^.\w])fetch\(|from "(node:(https?|net|tls|http2)|undici|axios|got)"|new (WebSocket|EventSource)\(/m;
  const found = Object.keys(SENDERS).flatMap((service) =>
    readdirSync(join(root, service, "src"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .filter((file) => ways.test(readFileSync(join(root, service, "src", file), "utf8")))
      .map((file) => `${service}/${file}`),
  );
  expect(found).toEqual([]);
});
