// The contract's own tests: every type has a fixture per version, strict producers, loose consumers, one upcaster per step.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { defineEvent } from "./define-event.ts";
import { toJsonSchema } from "./json-schema.ts";
import { eventDefinitions, findDefinition, parseEnvelope, parseLoose, parseStrict, upcast, type EventType } from "./registry.ts";

const folder = join(import.meta.dirname, "../fixtures");
const fixtures = readdirSync(folder).map((file) => {
  const [, type = "", version = ""] = /^(\w+)\.v(\d+)\.json$/.exec(file) ?? [];
  return { file, type, version: Number(version), data: JSON.parse(readFileSync(join(folder, file), "utf8")) as Record<string, unknown> };
});

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "nothing was thrown";
};

describe("event registry", () => {
  it("has a fixture for every version of every type and no fixture of an unknown type", () => {
    const expected = eventDefinitions.flatMap(({ type, version }) =>
      Array.from({ length: version }, (_, index) => `${type}.v${index + 1}.json`),
    );
    expect(fixtures.map(({ file }) => file).toSorted()).toEqual(expected.toSorted());
  });

  it.each(fixtures)("reads $file as the current version", ({ type, version, data }) => {
    const definition = findDefinition(type);
    const current = parseLoose(type as EventType, data, version);
    expect(parseStrict(type as EventType, current)).toEqual(current);
    expect(definition?.version).toBeGreaterThanOrEqual(version);
  });

  it.each(fixtures)(
    "refuses an unknown field in what a producer says ($type), and lets it pass in what it reads",
    ({ type, version, data }) => {
      const extended = { ...data, addedByANewerProducer: true };
      expect(codeOf(() => parseStrict(type as EventType, extended))).toBe("event.invalid");
      expect(parseLoose(type as EventType, extended, version)).toMatchObject({ addedByANewerProducer: true });
    },
  );

  const withRequiredField = fixtures.flatMap((fixture) => {
    const shape = findDefinition(fixture.type)?.schema.shape ?? {};
    const required = Object.entries(shape).find(([, field]) => !field.safeParse(undefined).success)?.[0];
    return required === undefined ? [] : [{ ...fixture, required }];
  });

  it.each(withRequiredField)("names the field when one is missing ($type: $required)", ({ type, data, required }) => {
    const { [required]: _, ...rest } = data;
    expect(() => parseStrict(type as EventType, rest)).toThrow(required);
  });

  it("refuses an unknown type", () => {
    expect(codeOf(() => parseStrict("NoSuchEvent" as EventType, {}))).toBe("event.unknown_type");
  });

  it("lifts old data one version at a time", () => {
    const definition = defineEvent({
      type: "Sample",
      version: 3,
      origin: "recorded",
      description: "sample",
      schema: () => z.object({ seconds: z.number(), reason: z.string() }),
      upcasters: { 1: ({ minutes }) => ({ seconds: Number(minutes) * 60 }), 2: (data) => ({ ...data, reason: "unknown" }) },
    });
    expect(upcast(definition, { minutes: 2 }, 1)).toEqual({ seconds: 120, reason: "unknown" });
    expect(upcast(definition, { seconds: 5 }, 2)).toEqual({ seconds: 5, reason: "unknown" });
    const current = { seconds: 1, reason: "x" };
    expect(upcast(definition, current, 3)).toBe(current);
    // Another version may mean something else by the same words.
    expect(codeOf(() => upcast(definition, current, 4))).toBe("event.newer_version");
  });

  it("refuses to declare a version without the upcaster that leads to it", () => {
    const declare = () => defineEvent({ type: "Sample", version: 2, origin: "recorded", description: "", schema: () => z.object({}) });
    expect(declare).toThrow("event Sample: no upcaster from version 1 to 2");
  });
});

describe("envelope", () => {
  const envelope = {
    specversion: "1.0",
    id: "EXEC#exec-1:1",
    source: "dr.orchestration",
    type: "WaveCompleted",
    time: "2026-11-23T03:00:00.000Z",
    subject: "exec-1",
    dataschema: "urn:dr-orchestration:event:WaveCompleted:1",
    sequence: 1,
    correlationid: "c",
    causationid: "c",
    epoch: 0,
    schemaversion: 1,
    actor: "system:planner",
    data: { waveNumber: 1 },
  };

  it("passes what it does not know and keeps what it does", () => {
    expect(parseEnvelope({ ...envelope, traceparent: "00-1" })).toEqual({ ...envelope, traceparent: "00-1" });
  });

  it.each([
    ["source", "somebody.else"],
    ["specversion", "0.3"],
    ["epoch", -1],
    ["data", "text"],
    ["time", "yesterday"],
  ])("refuses a wrong %s by name", (field, value) => {
    expect(() => parseEnvelope({ ...envelope, [field]: value })).toThrow(field);
  });

  it("fails with a code that callers can branch on", () => {
    expect(codeOf(() => parseEnvelope(null))).toBe("event.malformed_envelope");
  });
});

describe("JSON Schema", () => {
  it.each(eventDefinitions.map((definition) => [definition.type, definition] as const))(
    "of %s pins type and version",
    (type, definition) => {
      const schema = toJsonSchema(definition) as { $id: string; properties: Record<string, { const?: unknown }> };
      expect(schema.$id).toBe(`urn:dr-orchestration:event:${type}:${definition.version}`);
      expect(schema.properties["type"]?.const).toBe(type);
      expect(schema.properties["schemaversion"]?.const).toBe(definition.version);
    },
  );
});
