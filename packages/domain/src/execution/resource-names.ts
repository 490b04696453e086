/** What a task acts on, by name. */

/** Every text in the resources, whatever their shape: each operation has a schema of its own, and names are what people look for. */
export function resourceNames(resources: unknown): readonly string[] {
  if (typeof resources === "string") return [resources];
  if (typeof resources !== "object" || resources === null) return [];
  return Object.values(resources).flatMap(resourceNames);
}
