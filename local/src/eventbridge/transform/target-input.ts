/** What one target is sent for one event: the event, a part of it, a constant, or a filled template. */
import { DrError } from "@dr/events";
import type { RuleTarget } from "../bus/rule.ts";
import { parseJson } from "../json/parse-json.ts";
import { fillTemplate, findPlaceholders, toEventSummary } from "./input-template.ts";
import { parseJsonPath } from "./json-path.ts";
import type { JsonPath } from "./json-path.ts";

/** An event on its way to targets: its JSON text, the same as a value, and when the bus took it in. */
export interface IngestedEvent {
  readonly text: string;
  readonly value: unknown;
  readonly ingestedAtMs: number;
}

/** The rule on whose behalf a target is called; templates can name it. */
export interface RuleIdentity {
  readonly name: string;
  readonly arn: string;
}

/** The message body for an event, or `undefined` if a template does not come out as JSON. */
export type InputBuilder = (event: IngestedEvent) => string | undefined;

/** Reserved variable names; a template may use them without declaring them. */
const PREDEFINED = [
  "aws.events.rule-arn",
  "aws.events.rule-name",
  "aws.events.event.ingestion-time",
  "aws.events.event",
  "aws.events.event.json",
] as const;

function invalidTarget(target: RuleTarget, expected: string): DrError {
  return new DrError("eventbridge.invalid_rule", `Target ${target.id} is not valid: ${expected}`, {
    details: { target: target.id, expected },
  });
}

function readPath(path: string, target: RuleTarget): JsonPath {
  const read = parseJsonPath(path);
  if (read === undefined) throw invalidTarget(target, `a JSON path that EventBridge understands, not ${JSON.stringify(path)}`);
  return read;
}

function templateInput(transformer: NonNullable<RuleTarget["inputTransformer"]>, target: RuleTarget, rule: RuleIdentity): InputBuilder {
  const paths = Object.entries(transformer.inputPathsMap ?? {}).map(([name, path]) => [name, readPath(path, target)] as const);
  const declared = new Set<string>([...PREDEFINED, ...paths.map(([name]) => name)]);
  const unknown = findPlaceholders(transformer.inputTemplate).find((name) => !declared.has(name));
  if (unknown !== undefined) throw invalidTarget(target, `a template without the undeclared placeholder ${unknown}`);
  return ({ value, ingestedAtMs }) => {
    const ingestionTime = new Date(ingestedAtMs).toISOString();
    const predefined: Record<(typeof PREDEFINED)[number], unknown> = {
      "aws.events.rule-arn": rule.arn,
      "aws.events.rule-name": rule.name,
      "aws.events.event.ingestion-time": ingestionTime,
      "aws.events.event": toEventSummary(value, ingestionTime),
      "aws.events.event.json": value,
    };
    const extracted = paths.map(([name, read]) => [name, read(value)] as const);
    return fillTemplate(transformer.inputTemplate, new Map([...extracted, ...Object.entries(predefined)]));
  };
}

function constantInput(input: string, target: RuleTarget): InputBuilder {
  try {
    parseJson(input);
  } catch {
    throw invalidTarget(target, "input that is JSON text");
  }
  return () => input;
}

/**
 * Compiles how `target` wants its events. A path that leads nowhere sends `null`.
 * Throws `eventbridge.invalid_rule` for an unreadable path, an input that is not JSON, or a placeholder that nothing declares.
 */
export function createInputBuilder(target: RuleTarget, rule: RuleIdentity): InputBuilder {
  if (target.input !== undefined) return constantInput(target.input, target);
  if (target.inputTransformer !== undefined) return templateInput(target.inputTransformer, target, rule);
  if (target.inputPath === undefined) return ({ text }) => text;
  const read = readPath(target.inputPath, target);
  return ({ value }) => JSON.stringify(read(value) ?? null);
}
