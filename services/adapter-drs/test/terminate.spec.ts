/** Given drill and recovery instances, when they are to be terminated, then: drills go, whatever may be live stays. */
import { expect, test } from "vitest";
import { closing, given, live } from "./given-servers.ts";

const servers = [{ sourceServerId: "s-00000000000000001" }, { sourceServerId: "s-00000000000000002" }];

async function terminate(isDrill: boolean) {
  const { run, world } = given({
    estate: { servers, instances: [{ ...live, isDrill }] },
    resources: { sourceServers: servers.map(({ sourceServerId }) => sourceServerId), terminateAll: true },
    operation: "terminate",
  });
  run.request();
  await run.run();
  return { run, world };
}

test("drill instances are terminated, whoever launched them; a server without one is done", async () => {
  const { run, world } = await terminate(true);
  expect(world.effects()).toEqual(["terminate i-live"]);
  expect(closing(run).result.resources.map(({ outcome }) => outcome)).toEqual(["completed", "noop"]);
});

test("a recovery instance is never terminated", async () => {
  const { run, world } = await terminate(false);
  expect(world.effects()).toEqual([]);
  expect(closing(run).failure).toMatchObject({ code: "drs.live_instance", retryable: false });
});
