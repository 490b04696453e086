/** `wavesFrom: tags`: a plan document without waves, whose waves are made of what `DR-Wave` says when it is saved. */
import { createSelector, kindsByTechnology, WAVE_KEY, wavesFromTags, type KindsByTechnology, type TagWave } from "@dr/discovery";
import type { PlanProblem, TechnologyRegistry } from "@dr/domain";
import { didYouMean, DrError, lazyLooseObject, nearestName } from "@dr/events";
import { tagFiltersSchema } from "@dr/routes";
import * as z from "zod";
import type { ApiDeps } from "../deps.ts";
import type { DocumentBody } from "../http/document-body.ts";

/** The field by which such a document is known. */
export const WAVES_FROM = "wavesFrom";

const technologySchema = lazyLooseObject(() => ({
  type: z.string().min(1),
  resources: z.undefined("the tags say which: leave `resources` out").optional(),
}));
const wavesFromSchema = lazyLooseObject(() => ({
  wavesFrom: z.literal("tags"),
  tagFilters: tagFiltersSchema,
  technologies: z.array(technologySchema).min(1).max(50).optional(),
  waves: z.undefined("`wavesFrom` takes the place of `waves`").optional(),
}));

/** Such a document, read. */
export type WavesFrom = z.output<typeof wavesFromSchema>;

/** A document with waves, and what somebody should know of how they came about. */
export interface MadeWaves {
  readonly document: Readonly<Record<string, unknown>>;
  readonly warnings: readonly PlanProblem[];
  /** A problem of a wave that was made, at the place of the document that it comes from. */
  readonly toPlace: (problem: PlanProblem) => PlanProblem;
}

/** The document if it asks for waves from tags, else undefined: then it is a plan like every other, and whatever is wrong with it is told as such. */
export async function readWavesFrom(text: string, format: DocumentBody["format"]): Promise<WavesFrom | undefined> {
  const { parseSource } = await import("@dr/domain/plan-source");
  const source = parseSource(text, format);
  const content = source.ok ? unwrap(source.value) : undefined;
  if (content?.[WAVES_FROM] === undefined) return undefined;
  const read = wavesFromSchema.safeParse(content);
  if (read.success) return read.data;
  throw invalid(read.error.issues.map(({ path, message }) => ({ path: path.join("."), code: "plan.waves_from", message })));
}

/**
 * Looks at what there is and makes a wave of each number that `DR-Wave` has among it, with a task per technology; what the document says of a technology holds in
 * all of its waves. Throws `discovery.unavailable` if something could not be read (a wave might be missing without a word), and `plan.invalid` where no
 * resource has a wave. What is named in no wave is a warning.
 */
export async function wavesFrom(
  { wavesFrom: _from, tagFilters, technologies, ...plan }: WavesFrom,
  { discovery, registry }: { readonly discovery: ApiDeps["discovery"]; readonly registry: TechnologyRegistry },
): Promise<MadeWaves> {
  if (!discovery) throw new DrError("discovery.unavailable", "this installation looks into no account, so tags can order no waves");
  const kinds = chosenKinds(technologies, registry);
  const inventory = await discovery.collect({ targets: discovery.targets, lostRegions: [] });
  const failed = inventory.targets.filter(({ state }) => state === "failed");
  if (failed.length > 0) {
    const message = "not every account and Region could be read: a wave might be missing, and nobody would see it";
    throw new DrError("discovery.unavailable", message, { retryable: true, details: { targets: failed.slice(0, 50) } });
  }
  const { waves, withoutWave } = wavesFromTags(createSelector(inventory)(tagFilters), tagFilters, kinds);
  if (waves.length === 0) throw noWaves();
  const said = new Map(technologies?.map(({ type, resources: _none, ...rest }) => [type, rest]));
  const toWave = (wave: TagWave, index: number) => ({
    ...wave,
    dependencies: waves
      .slice(0, index)
      .slice(-1)
      .map(({ waveNumber }) => waveNumber),
    technologies: wave.technologies.map((task) => ({ ...said.get(task.type), ...task })),
  });
  const warnings = withoutWave.map(({ arn, value }) => ({
    path: "tagFilters",
    code: "plan.without_wave",
    message: `${arn} fits the tags and is in no wave: its ${WAVE_KEY} is ${value === null ? "not set" : JSON.stringify(value)}`,
    expected: `${WAVE_KEY} as a whole number from 1 to 9999`,
  }));
  const types = technologies?.map(({ type }) => type) ?? [];
  return { document: { ...plan, waves: waves.map(toWave) }, warnings: warnings.slice(0, 50), toPlace: createPlaces(waves, types) };
}

function createPlaces(waves: readonly TagWave[], types: readonly string[]): MadeWaves["toPlace"] {
  return (problem) => {
    const [, wave, task, rest = ""] = /^waves\[(\d+)\]\.technologies\[(\d+)\](.*)$/.exec(problem.path) ?? [];
    const index = types.indexOf(waves[Number(wave)]?.technologies[Number(task)]?.type ?? "");
    return index === -1 ? problem : { ...problem, path: `technologies[${index}]${rest}` };
  };
}

/** What the technologies take that the document names, or all that can be meant without an operation's name. */
function chosenKinds(technologies: WavesFrom["technologies"], registry: TechnologyRegistry): KindsByTechnology {
  const all = kindsByTechnology(registry);
  if (!technologies) return new Map([...all].filter(([technology]) => registry.get(technology)?.defaultOperation !== undefined));
  const unknown = technologies.flatMap(({ type }, index) => {
    if (all.has(type)) return [];
    const message = `there is no technology \`${type}\`${didYouMean(nearestName(type, [...all.keys()]))}`;
    const expected = `one of ${[...all.keys()].join(", ")}`;
    return [{ path: `technologies[${index}].type`, code: "plan.unknown_technology", message, expected }];
  });
  if (unknown.length > 0) throw invalid(unknown);
  const wanted = new Set(technologies.map(({ type }) => type));
  return new Map([...all].filter(([technology]) => wanted.has(technology)));
}

function unwrap(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = (each: unknown): each is Readonly<Record<string, unknown>> =>
    typeof each === "object" && each !== null && !Array.isArray(each);
  if (!isObject(value)) return undefined;
  const { enterpriseRecoveryPlan: inner } = value;
  return isObject(inner) ? inner : value;
}

function noWaves(): DrError {
  const message = `nothing that has these tags has a ${WAVE_KEY}`;
  return invalid([{ path: "tagFilters", code: "plan.no_waves", message, expected: `${WAVE_KEY} as a whole number from 1 to 9999` }]);
}

function invalid(errors: readonly PlanProblem[]): DrError {
  return new DrError("plan.invalid", `the plan's waves cannot be made of tags: ${errors[0]?.message ?? ""}`, { details: { errors } });
}
