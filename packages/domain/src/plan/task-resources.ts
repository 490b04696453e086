/** What a planned task acts on, reads and chooses: by the declarations that its plan kept, else by its texts as they are written. */
import { identify, namesIn, type NamedResource, type TaskSpec } from "@dr/events";

/** The part of a task that tells. */
export type TaskNames = Pick<TaskSpec, "type" | "resources" | "config" | "declared">;

/**
 * Names in a task, each with its reference. A task of an operation that declares nothing (or of a plan saved before there were declarations) acts on
 * what its lists name, letter by letter: such a name never meets a declared one.
 */
export function taskResources(task: TaskNames): readonly NamedResource[] {
  return task.declared ? namesIn(task, task.declared) : undeclared(task);
}

/** Names of what a task acts on or reads, as people wrote them. */
export function resourceNames(task: TaskNames): readonly string[] {
  return taskResources(task).flatMap(({ use, written }) => (use === "acts" || use === "reads" ? [written] : []));
}

function undeclared({ type, resources }: TaskNames): readonly NamedResource[] {
  return Object.entries(resources).flatMap(([field, list]) =>
    (Array.isArray(list) ? (list as unknown[]) : []).flatMap((entry, index): NamedResource[] => {
      const written = typeof entry === "string" ? entry : JSON.stringify(entry);
      const named = identify("opaque", written, { defaults: { account: "", region: "" }, namespace: type });
      return named ? [{ ...named, written, path: ["resources", field, index], use: "acts" }] : [];
    }),
  );
}
