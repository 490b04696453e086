// An error that passes by itself is never a lasting refusal: held against every error that the services' own clients know.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { classifyAwsError } from "@dr/adapter-kit";
import { adapters } from "@dr/services";
import { expect, test } from "vitest";
import { root } from "./adapters.ts";

/** Words of what somebody or something else does just now. */
const PASSES =
  /InProgress|Contention|NotReady|ConcurrentModification|Busy|Unavailable|Throttl|TooManyRequests|TooManyUpdates|CallRate|Pending/;

/** Names that only sound so. */
const LASTS = new Set(["FeatureUnavailableInTierException"]);

/** Errors that a client exports, by the service that uses it. */
function errorsOf(service: string): readonly string[] {
  const clients = join(root, "services", service, "node_modules/@aws-sdk");
  if (!existsSync(clients)) return [];
  return readdirSync(clients).flatMap((client) => {
    const models = join(clients, client, "dist-types/models");
    const files = existsSync(models) ? readdirSync(models).filter((file) => file.endsWith(".d.ts")) : [];
    return files.flatMap((file) =>
      [...readFileSync(join(models, file), "utf8").matchAll(/export declare class (\w+) extends/g)].map(([, name = ""]) => name),
    );
  });
}

const names = [...new Set(adapters.flatMap(({ service }) => errorsOf(service)))];

test("the clients tell their errors", () => {
  expect(names.length).toBeGreaterThan(300);
  expect(names).toContain("ScalingActivityInProgressFault");
});

test("none that passes is refused for good", () => {
  const refused = names
    .filter((name) => PASSES.test(name) && !LASTS.has(name))
    .filter((name) => !classifyAwsError(Object.assign(new Error(name), { name, $metadata: { httpStatusCode: 400 } })).failure.retryable);
  expect(refused).toEqual([]);
});
