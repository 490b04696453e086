/** Conformance: an operation acts on what its schemas declare for the task, and on nothing else: locks and approvals know only that. */
import { declaredResources, type NamedResource } from "@dr/events";
import { expect, test } from "vitest";
import { inputSchemasOf } from "../input-schema.ts";
import type { Operation } from "../operation.ts";
import type { Start } from "./expectations.ts";
import type { ConformanceSubject, Scenario } from "./scenario.ts";

const SOMEWHERE = { account: "123456789012", region: "us-east-1" };

/** Test: every effect is on something declared. A world that tells nothing of the effects of an operation that declares something is refused, too. */
export function declaredConformance<Clients>(
  start: Start<Clients>,
  scenario: Scenario<Clients>,
  { adapter }: ConformanceSubject<Clients>,
): void {
  test("acts on what its schemas declare, and on nothing else", async () => {
    const run = start();
    run.request();
    await run.run();
    const touched = run.world.touched();
    const declared = namesOf(declaredOf(adapter.operations[scenario.operation], scenario));
    const undeclared = touched.filter((names) => !names.some((name) => isDeclared(name, declared)));
    const isTold = touched.length > 0 || declared.size === 0 || scenario.effects.length === 0;
    const asSaid = scenario.undeclared === undefined ? undeclared.length === 0 : undeclared.length > 0;
    expect({ isTold, asSaid, undeclared }).toEqual({ isTold: true, asSaid: true, undeclared: asSaid ? undeclared : [] });
  });
}

function declaredOf<Clients>(
  operation: Operation<Clients> | undefined,
  { resources, config = {} }: Scenario<Clients>,
): readonly NamedResource[] {
  if (!operation) return [];
  return declaredResources(inputSchemasOf(operation), { resources, config }, SOMEWHERE).filter(({ use }) => use === "acts");
}

/** A thing goes by its name as it is written, and by the parts of its reference: a record by zone and by name. */
function namesOf(declared: readonly NamedResource[]): ReadonlySet<string> {
  return new Set(
    declared.flatMap(({ written, reference }) =>
      [...written.split(/[/:]/), written, ...(reference?.split(/[/:]/).map(decodeURIComponent) ?? [])].map((name) => canonical(name)),
    ),
  );
}

/** As it is called, or by all of its parts: a service by cluster and name. */
function isDeclared(name: string, declared: ReadonlySet<string>): boolean {
  return declared.has(canonical(name)) || name.split(/[/:]/).every((part) => declared.has(canonical(part)));
}

function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
