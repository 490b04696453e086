/** From whatever arrived to what it asks for: one cause, one execution, however often and by whatever way it is told. */
import { didYouMean, DrError, lazyLooseObject, lazyStrictObject, nearestName } from "@dr/events";
import { parseJson } from "@dr/runtime";
import * as z from "zod";
import type { TriggerSettings } from "./settings.ts";

/** What is to be started, and why. */
export interface Cause {
  /** The same for every telling of the same cause. */
  readonly key: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly planId: string;
  readonly executionType: "drill" | "recovery";
  readonly mode: "planned" | "unplanned";
  readonly tags: Readonly<Record<string, string>>;
}

/** By which invocation it came, for what names no cause of its own. */
export interface Arrival {
  readonly requestId: string;
  readonly now: string;
}

const tags = () => z.record(z.string(), z.coerce.string()).default({});
const orderSchema = lazyStrictObject(() => ({
  planId: z.string().min(1),
  executionType: z.enum(["drill", "recovery"]).default("drill"),
  mode: z.enum(["planned", "unplanned"]).optional(),
  tags: tags(),
  /** What makes it the one that it is; schedulers fill in the scheduled time. */
  causeId: z.string().min(1).max(512).optional(),
  scheduledTime: z.string().min(1).max(64).optional(),
}));
const busSchema = lazyLooseObject(() => ({
  id: z.string(),
  time: z.string(),
  source: z.string(),
  "detail-type": z.string(),
  detail: z.looseObject({}),
}));
const disasterSchema = lazyLooseObject(() => ({
  planId: z.string().min(1).optional(),
  severity: z.string().default("CRITICAL"),
  environment: z.string().default("production"),
  disasterId: z.string().min(1).optional(),
  tags: tags(),
}));
const alarmSchema = lazyLooseObject(() => ({ alarmName: z.string(), state: z.looseObject({ value: z.string(), timestamp: z.string() }) }));
const topicSchema = lazyLooseObject(() => ({
  Records: z.array(z.looseObject({ Sns: z.looseObject({ MessageId: z.string(), Timestamp: z.string(), Message: z.string() }) })).min(1),
}));
const topicAlarmSchema = lazyLooseObject(() => ({ AlarmName: z.string(), NewStateValue: z.string(), StateChangeTime: z.string() }));

/** The causes in an event; none for what asks for nothing, such as an alarm that no plan is named for. Throws `trigger.unreadable`. */
export function readCauses(event: unknown, settings: TriggerSettings, arrival: Arrival): readonly Cause[] {
  const topic = topicSchema.safeParse(event);
  if (topic.success) return topic.data.Records.flatMap(({ Sns }) => fromTopic(Sns, settings));
  const bus = busSchema.safeParse(event);
  if (bus.success) return fromBus(bus.data, settings);
  const { causeId, scheduledTime, ...asked } = readOrder(
    event,
    "neither an order with a planId, nor an event of the bus, nor a message of a topic: ",
  );
  const isTime = scheduledTime !== undefined && !Number.isNaN(Date.parse(scheduledTime));
  const time = isTime ? new Date(scheduledTime).toISOString() : arrival.now;
  return [toCause(asked, { key: causeId ?? scheduledTime ?? arrival.requestId, time, source: "Lambda" })];
}

type Order = Pick<z.output<typeof orderSchema>, "planId" | "executionType" | "tags"> & { readonly mode?: Cause["mode"] | undefined };

function toCause(
  { planId, executionType, mode, tags: own }: Order,
  { key, time, source }: { readonly key: string; readonly time: string; readonly source: string },
): Cause {
  const byDefault = executionType === "recovery" ? "unplanned" : "planned";
  return { key: `${planId}|${key}`, time, planId, executionType, mode: mode ?? byDefault, tags: { TriggerSource: source, ...own } };
}

function fromBus(event: z.output<typeof busSchema>, settings: TriggerSettings): readonly Cause[] {
  const { id, source, detail } = event;
  const time = toTime(event.time);
  if (event["detail-type"] === "CloudWatch Alarm State Change") {
    const { alarmName, state } = read(alarmSchema, detail);
    return state.value === "ALARM" ? fromAlarm({ name: alarmName, changedAt: toTime(state.timestamp) }, settings) : [];
  }
  if (event["detail-type"] !== "Disaster Detected")
    throw new DrError("trigger.unreadable", `nothing is started by "${event["detail-type"]}" of ${source}`);
  const { planId = settings.disasterPlan, severity, environment, disasterId, tags: own } = read(disasterSchema, detail);
  const told = { TriggerType: "Automatic", Severity: severity, Environment: environment, ...own };
  return [toCause({ planId, executionType: "recovery", tags: told }, { key: disasterId ?? id, time, source: "EventBridge" })];
}

/** An alarm, whether the bus or a topic told of it: the same change is the same cause. */
function fromAlarm(
  { name, changedAt }: { readonly name: string; readonly changedAt: string },
  { alarms }: TriggerSettings,
): readonly Cause[] {
  const planId = alarms.get(name);
  if (planId === undefined) return [];
  const told = { TriggerType: "Automatic", Alarm: name };
  return [
    toCause(
      { planId, executionType: "recovery", tags: told },
      { key: `alarm|${name}|${changedAt}`, time: changedAt, source: "CloudWatch" },
    ),
  ];
}

function fromTopic(
  { MessageId, Timestamp, Message }: z.output<typeof topicSchema>["Records"][number]["Sns"],
  settings: TriggerSettings,
): readonly Cause[] {
  const message = parse(Message);
  const alarm = topicAlarmSchema.safeParse(message);
  if (alarm.success) {
    const { AlarmName: name, NewStateValue, StateChangeTime } = alarm.data;
    return NewStateValue === "ALARM" ? fromAlarm({ name, changedAt: toTime(StateChangeTime) }, settings) : [];
  }
  const { causeId, scheduledTime: _, ...order } = readOrder(message);
  return [toCause(order, { key: causeId ?? MessageId, time: toTime(Timestamp), source: "SNS" })];
}

/** An order. A word that nobody knows is refused: who misspells `executionType` would get a drill in place of the recovery that he ordered. */
function readOrder(value: unknown, told = ""): z.output<typeof orderSchema> {
  const parsed = orderSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const unknown = parsed.error.issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys : []));
  const names = Object.keys(orderSchema.shape);
  const meant = unknown.map(
    (key) => `unknown field \`${key}\`${didYouMean(nearestName(key, names)) || `; an order has ${names.join(", ")}`}`,
  );
  throw new DrError("trigger.unreadable", `${told}${meant.length > 0 ? meant.join(". ") : z.prettifyError(parsed.error)}`);
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new DrError("trigger.unreadable", z.prettifyError(parsed.error));
}

function parse(text: string): unknown {
  const read = parseJson(text);
  if (read === undefined) throw new DrError("trigger.unreadable", "the message is no JSON");
  return read;
}

/** CloudWatch writes `+0000` where others write `Z`. */
function toTime(text: string): string {
  const ms = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  if (Number.isNaN(ms)) throw new DrError("trigger.unreadable", `"${text.slice(0, 64)}" is no time`);
  return new Date(ms).toISOString();
}
