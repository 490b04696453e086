/** Maps of a task whose keys choose among its resources, keyed as the task writes those. */
import { choiceOf, type NamedResource, type TaskInput } from "@dr/events";
import { namesOf } from "../input-schema.ts";

/**
 * The task, each key that chooses a resource replaced by that resource as the task names it: `{"arn:…:source-server/s-1": …}` is what was asked for `s-1`.
 * Whoever looks a resource up in such a map by its name then finds it under every spelling; a key that means none of the task's resources stays.
 */
export function withChoicesAsWritten<Task extends TaskInput>(operation: Parameters<typeof namesOf>[0], task: Task): Task {
  if (!Object.values({ ...task.resources, ...task.config }).some(isMap)) return task;
  const names = namesOf(operation, task);
  const targets = names.filter(({ use }) => use === "acts" || use === "reads");
  const choices = names.filter(({ use }) => use === "chooses");
  return choices.reduce((changed, choice) => rename(changed, choice, meantBy(choice, targets)), task);
}

/** A name of one spelling means the only resource of that name under another. */
function meantBy(choice: NamedResource, targets: readonly NamedResource[]): string | undefined {
  const found = choiceOf(choice, targets);
  if (found) return found.written;
  const namesakes = targets.filter((target) => choiceOf(target, [choice]) !== undefined);
  return namesakes.length === 1 ? namesakes[0]?.written : undefined;
}

function rename<Task extends TaskInput>(task: Task, { path }: NamedResource, written: string | undefined): Task {
  const key = String(path.at(-1));
  if (written === undefined || written === key) return task;
  return replaceAt(task, path.slice(0, -1), (map) => {
    if (!Object.hasOwn(map, key) || Object.hasOwn(map, written)) return map;
    return Object.fromEntries(Object.entries(map).map(([each, value]) => [each === key ? written : each, value]));
  }) as Task;
}

function replaceAt(value: unknown, [step, ...rest]: NamedResource["path"], change: (map: object) => object): unknown {
  if (!isMap(value) && !Array.isArray(value)) return value;
  if (step === undefined) return change(value);
  if (Array.isArray(value)) return value.map((each: unknown, index) => (index === step ? replaceAt(each, rest, change) : each));
  return { ...value, [step]: replaceAt((value as Readonly<Record<string, unknown>>)[step], rest, change) };
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
