/** What an operation does in a drill. Every operation says so; one that does not is no operation. */

/**
 * `safe`: what it does in a drill cannot touch production (it looks at `context.executionType` itself, as DRS does with `isDrill`);
 * `skipped`: a drill only looks, reports what it would have done, and acts only where `unless` says that the plan allows it;
 * `isolated_copy`: a drill acts on a copy that it makes, and `cleanup` removes it.
 */
export type DrillSemantics<Config = unknown> =
  | { readonly kind: "safe" }
  | {
      readonly kind: "skipped";
      /** True when this configuration allows the real effect in a drill. */
      unless?(config: Config): boolean;
    }
  | { readonly kind: "isolated_copy" };

/** Does a drill with this configuration only look? */
export function isSkippedInDrill<Config>(drill: DrillSemantics<Config>, config: Config): boolean {
  return drill.kind === "skipped" && drill.unless?.(config) !== true;
}

/** What is wrong with a declaration, or undefined. Takes anything: adapters written in JavaScript forget it, too. */
export function drillProblem(drill: unknown, hasCleanup: boolean): string | undefined {
  const kind = typeof drill === "object" && drill !== null && "kind" in drill ? drill.kind : undefined;
  if (kind === undefined) return 'does not say what it does in a drill: declare drill, for example { kind: "skipped" }';
  if (kind !== "safe" && kind !== "skipped" && kind !== "isolated_copy")
    return `drill kind ${JSON.stringify(kind)}: expected safe, skipped or isolated_copy`;
  if (kind === "isolated_copy" && !hasCleanup) return "makes an isolated copy in a drill and has no cleanup that removes it";
  return undefined;
}
