/** One thing under two names: twice in what can run at once, twice in sequence, and choices that choose nothing. */
import { choiceOf, parseReference, type NamedResource, type WaveSpec } from "@dr/events";
import { MAX_RESOURCES } from "./lease-keys.ts";
import type { DraftPlan, DraftTask } from "./draft.ts";
import type { Path, ProblemReport } from "./problems.ts";
import { createRunOrder, type Place, type RunOrder } from "./run-order.ts";
import { taskResources } from "./task-resources.ts";

/** A resource at its place in the plan. */
interface Occurrence {
  readonly name: NamedResource;
  readonly place: Place;
  readonly path: Path;
  /** Shared with others who share it: it is read, or only a part of it is acted on. */
  readonly shared: boolean;
  /** False for a name that only its letters identify: then it is a hint, never a refusal. */
  readonly declared: boolean;
}

/**
 * Reports a resource that two technologies (or one, twice) could act on at once, with both places; warns of one that is acted on again later. An
 * explicit choice in `config` that is none of the technology's resources is a problem, too. `waves` are those that `draft` was made into.
 */
export function checkResources(report: ProblemReport, draft: DraftPlan, waves: readonly WaveSpec[]): void {
  const drafts = new Map(draft.waves.map((wave) => [wave.waveNumber, wave.tasks]));
  const groups = new Map<string, Occurrence[]>();
  for (const wave of waves) {
    for (const [index, task] of wave.tasks.entries()) {
      const written = drafts.get(wave.waveNumber)?.[index];
      if (!written) continue;
      const names = taskResources(task);
      checkChoices(report, written, names);
      checkPlaces(report, written, names);
      for (const name of names)
        add(groups, name, { place: { waveNumber: wave.waveNumber, task: index }, task: written, declared: task.declared !== undefined });
    }
  }
  refuseTooMany(report, groups.size);
  const order = createRunOrder(waves);
  for (const group of groups.values()) if (group.length > 1) checkGroup(report, group, order);
}

function refuseTooMany(report: ProblemReport, count: number): void {
  if (count <= MAX_RESOURCES) return;
  const message = `a plan of ${count} resources cannot be begun in time: split it into several plans`;
  report.problem(["waves"], { code: "plan.too_large", message, expected: `at most ${MAX_RESOURCES} resources` });
}

function add(
  groups: Map<string, Occurrence[]>,
  name: NamedResource,
  { place, task, declared }: { readonly place: Place; readonly task: DraftTask; readonly declared: boolean },
): void {
  if (name.use !== "acts" && name.use !== "reads") return;
  const path = [...task.path, ...name.path];
  for (const reference of [name.reference, ...name.within]) {
    const occurrence = { name, place, path, declared, shared: name.use === "reads" || reference !== name.reference };
    const group = groups.get(reference);
    if (group) group.push(occurrence);
    else groups.set(reference, [occurrence]);
  }
}

/**
 * In the order in which they run, each has to be over before the next that it cannot share with: what holds for neighbours holds for all of them,
 * so a thousand uses of one resource cost a thousand comparisons.
 */
function checkGroup(report: ProblemReport, group: readonly Occurrence[], order: RunOrder): void {
  let alone: Occurrence | undefined;
  let sharing: Occurrence[] = [];
  for (const occurrence of group.toSorted((a, b) => order.compare(a.place, b.place))) {
    const before = occurrence.shared || sharing.length === 0 ? [alone] : sharing;
    for (const earlier of before) if (earlier) checkPair(report, earlier, occurrence, order);
    if (occurrence.shared) sharing.push(occurrence);
    else {
      alone = occurrence;
      sharing = [];
    }
  }
}

function checkPair(report: ProblemReport, earlier: Occurrence, later: Occurrence, order: RunOrder): void {
  const isOrdered = order.isBefore(earlier.place, later.place);
  if (isOrdered && (earlier.name.use === "reads" || later.name.use === "reads")) return;
  const same = `\`${later.name.written}\` is the same ${later.name.kind === "opaque" ? "thing" : later.name.kind} as \`${earlier.name.written}\` in ${report.show(earlier.path)}`;
  if (isOrdered) {
    report.warn(later.path, { code: "plan.resource_again", message: `${same}: it is acted on a second time, after the first` });
  } else {
    const details = { code: "plan.resource_twice", message: `${same}, and both may run at once` };
    if (earlier.declared && later.declared)
      report.problem(later.path, { ...details, expected: "each resource once, or one after the other (dependsOn)" });
    else report.warn(later.path, details);
  }
}

/** An ARN says its account itself: one of another account than the task acts in would never be found there. */
function checkPlaces(report: ProblemReport, { target, path }: DraftTask, names: readonly NamedResource[]): void {
  const accountId = target?.accountId;
  if (accountId === undefined) return;
  for (const name of names) {
    const { account = "" } = parseReference(name.reference) ?? {};
    if (account === "" || account === accountId) continue;
    report.problem([...path, ...name.path], {
      code: "plan.other_account",
      message: `\`${name.written}\` is in account ${account}, and this technology acts in ${accountId} (its \`target\`)`,
      expected: `a resource of account ${accountId}`,
    });
  }
}

interface ChoiceProblem {
  readonly code: string;
  readonly message: string;
  readonly expected: string;
}

/** Tag filters name resources later: until then no choice is wrong. */
function checkChoices(report: ProblemReport, task: DraftTask, names: readonly NamedResource[]): void {
  if (task.resources && "tagFilters" in task.resources) return;
  const targets = names.filter(({ use }) => use === "acts" || use === "reads");
  const choices = Map.groupBy(
    names.filter(({ use }) => use === "chooses"),
    ({ path }) => path.join("\n"),
  );
  const chosen = new Map<string, string>();
  for (const readings of choices.values()) {
    const [choice] = readings;
    if (!choice) continue;
    const meant = readings.flatMap((one) => choiceOf(one, targets) ?? [])[0];
    const problem = meant ? chosenBefore(chosen, choice, meant) : chosenInVain(readings, choice, targets);
    if (problem) report.problem([...task.path, ...choice.path], { ...problem, at: "key" });
  }
}

/** One resource under two keys of a map: `chosen` holds what was written for each before. */
function chosenBefore(chosen: Map<string, string>, choice: NamedResource, meant: NamedResource): ChoiceProblem | undefined {
  const place = [...choice.path.slice(0, -1), meant.reference].join("\n");
  const before = chosen.get(place);
  chosen.set(place, choice.written);
  if (before === undefined || before === choice.written) return undefined;
  return {
    code: "plan.chosen_twice",
    message: `\`${choice.written}\` and \`${before}\` are one resource: nobody can tell which of the two counts`,
    expected: `one entry for ${meant.written}`,
  };
}

function chosenInVain(readings: readonly NamedResource[], choice: NamedResource, targets: readonly NamedResource[]): ChoiceProblem {
  const candidates = targets.filter(({ kind }) => readings.some((one) => one.kind === kind)).map(({ written }) => written);
  return {
    code: "plan.unknown_choice",
    message: `\`${choice.written}\` is none of the resources of this technology: it would choose nothing`,
    expected: candidates.length === 0 ? `a ${choice.kind} among its resources` : `one of ${candidates.slice(0, 20).join(", ")}`,
  };
}
