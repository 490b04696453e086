/** Datadog's series, New Relic's metrics and an OTLP collector, as far as they take something. */
import * as z from "zod";
import { jsonOf, type Vendor } from "../vendor.ts";

const seriesSchema = z.object({
  series: z.array(
    z.looseObject({
      metric: z.string(),
      type: z.literal([0, 1, 2, 3]),
      points: z.array(z.object({ timestamp: z.int(), value: z.number() })).min(1),
    }),
  ),
});
const metricsSchema = z
  .array(
    z.looseObject({
      metrics: z.array(
        z.looseObject({ name: z.string(), type: z.enum(["count", "gauge", "summary"]), value: z.number(), timestamp: z.number() }),
      ),
    }),
  )
  .min(1);
const traceSchema = z.looseObject({
  resourceSpans: z
    .array(
      z.looseObject({
        scopeSpans: z.array(z.looseObject({ spans: z.array(z.looseObject({ name: z.string(), traceId: z.string().length(32) })) })),
      }),
    )
    .min(1),
});

/** Datadog. */
export const datadog: Vendor = ({ path, headers, body }, inbox) => {
  if ((headers["dd-api-key"] ?? "") === "") return { status: 403, body: { errors: ["Forbidden"] } };
  const said = seriesSchema.safeParse(jsonOf(body));
  if (path !== "/api/v2/series" || !said.success) return { status: 400, body: { errors: ["Payload is not in the expected format"] } };
  for (const each of said.data.series)
    inbox.add({ channel: "datadog", kind: "metric", title: each.metric, text: String(each.points[0]?.value), raw: each });
  return { status: 202, body: { errors: [] } };
};

/** New Relic. */
export const newrelic: Vendor = ({ headers, body }, inbox) => {
  if ((headers["api-key"] ?? "") === "") return { status: 403 };
  const said = metricsSchema.safeParse(jsonOf(body));
  if (!said.success) return { status: 400 };
  for (const each of said.data.flatMap(({ metrics }) => metrics))
    inbox.add({ channel: "newrelic", kind: "metric", title: each.name, text: String(each.value), raw: each });
  return { status: 202, body: { requestId: "local" } };
};

/** A collector. */
export const otlp: Vendor = ({ path, body }, inbox) => {
  const said = traceSchema.safeParse(jsonOf(body));
  if (path !== "/v1/traces" || !said.success) return { status: 400, body: { message: "no trace" } };
  const spans = said.data.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  inbox.add({
    channel: "otlp",
    kind: "trace",
    title: spans[0]?.name ?? "",
    text: spans.map(({ name }) => name).join(", "),
    thread: spans[0]?.traceId,
    raw: said.data,
  });
  return { status: 200, body: {} };
};
