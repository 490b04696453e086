/** A plan in Parameter Store, as the requirements lay it out: `/dr-orchestration/plans/<planId>/waves|dependencies|pause-points`. */
import { toPlanDocument, type PlanVersion } from "@dr/domain";
import { DrError } from "@dr/events";
import { parseJson } from "@dr/runtime";
import type { RegistryParameter } from "../registry/technology-reader.ts";

/** Where plans stand. */
export const PLANS_PATH = "/dr-orchestration/plans";

/** Bytes of a standard and of an advanced parameter (Systems Manager user guide, "Managing parameter tiers"). */
const STANDARD_BYTES = 4_096;
const ADVANCED_BYTES = 8_192;

/** One parameter as `put-parameter` takes it. */
export interface PlanParameter extends RegistryParameter {
  readonly type: "String";
  readonly tier: "Standard" | "Advanced";
}

/** A plan as a document, and which one. */
export interface PlanDocument {
  readonly planId: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** The parameters of a version. `header` holds what the requirements' layout has no place for; waves that do not fit together stand one by one. */
export function toParameters(version: PlanVersion): readonly PlanParameter[] {
  const { waves, ...header } = toPlanDocument(version);
  const base = `${PLANS_PATH}/${version.header.planId}`;
  const plain = waves.map(({ dependencies: _dependencies, pauseBeforeWave: _pause, ...wave }) => wave);
  const together = JSON.stringify(plain);
  const inWaves: [string, string][] = fits(together)
    ? [["waves", together]]
    : plain.map((wave) => [`waves/${wave.waveNumber}`, JSON.stringify([wave])]);
  const dependencies = Object.fromEntries(waves.map((wave) => [wave.waveNumber, wave.dependencies]));
  const pausePoints = waves.filter(({ pauseBeforeWave }) => pauseBeforeWave).map(({ waveNumber }) => waveNumber);
  return [
    ["header", JSON.stringify(header)] as const,
    ...inWaves,
    ["dependencies", JSON.stringify(dependencies)] as const,
    ["pause-points", JSON.stringify(pausePoints)] as const,
  ].map(([name, value]) => {
    if (!fits(value)) throw tooLarge(`${base}/${name}`);
    return { name: `${base}/${name}`, type: "String", tier: bytesOf(value) > STANDARD_BYTES ? "Advanced" : "Standard", value };
  });
}

/** The plan document in these parameters. Throws `plan.malformed`, naming the parameter, for text that is no JSON, and for a plan without waves. */
export function fromParameters(planId: string, parameters: readonly RegistryParameter[]): PlanDocument["document"] {
  const own = parameters.filter(({ name }) => name.startsWith(`${PLANS_PATH}/${planId}/`));
  const parts = new Map(own.map(({ name, value }) => [name.slice(`${PLANS_PATH}/${planId}/`.length), parse(name, value)]));
  const waves = [...parts]
    .filter(([name]) => name === "waves" || name.startsWith("waves/"))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]) as unknown[]);
  if (waves.length === 0) throw malformed(`${PLANS_PATH}/${planId}/waves`, "there is no such parameter, and a plan has waves");
  const dependencies = dependenciesIn(parts.get("dependencies"));
  const pauses = pausePointsIn(parts.get("pause-points"));
  const header = parts.get("header");
  return {
    ...(isRecord(header) ? header : { planId, name: planId }),
    planId,
    waves: waves.map((wave) => {
      if (!isRecord(wave)) return wave;
      const number = Number(wave["waveNumber"]);
      return {
        ...wave,
        ...(dependencies.has(number) ? { dependencies: dependencies.get(number) } : {}),
        ...(pauses.has(number) ? { pauseBeforeWave: true } : {}),
      };
    }),
  };
}

/** `{"2": [1]}`, or `[{"waveNumber": 2, "dependencies": [1]}]`. */
function dependenciesIn(value: unknown): ReadonlyMap<number, unknown> {
  if (Array.isArray(value))
    return new Map((value as unknown[]).filter(isRecord).map((each) => [Number(each["waveNumber"]), each["dependencies"]]));
  return new Map(isRecord(value) ? Object.entries(value).map(([wave, on]) => [Number(wave), on]) : []);
}

/** `[2]`, `[{"waveNumber": 2}]`, or `{"2": true}`. */
function pausePointsIn(value: unknown): ReadonlySet<number> {
  if (Array.isArray(value)) return new Set((value as unknown[]).map((each) => Number(isRecord(each) ? each["waveNumber"] : each)));
  return new Set(
    isRecord(value)
      ? Object.entries(value)
          .filter(([, pauses]) => pauses !== false)
          .map(([wave]) => Number(wave))
      : [],
  );
}

function parse(name: string, value: string): unknown {
  const read = parseJson(value);
  if (read === undefined) throw malformed(name, "its value is no JSON");
  return read;
}

function malformed(name: string, message: string): DrError {
  return new DrError("plan.malformed", `${name}: ${message}`, {
    details: { errors: [{ path: name, code: "plan.malformed_json", message, expected: "JSON" }] },
  });
}

function tooLarge(name: string): DrError {
  const hint = "GET /api/v1/plans/{planId} gives the whole plan in one document";
  return new DrError("plan.too_large", `${name} takes more than the ${ADVANCED_BYTES} bytes of a parameter`, { details: { hint } });
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

function fits(text: string): boolean {
  return bytesOf(text) <= ADVANCED_BYTES;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
