// Clients of others against the simulations of what AWS does not have: python-tds on SQL Server, NetApp's own library on ONTAP, both over verified TLS.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createTestEstate } from "@dr/estate/testing";
import { describe, expect, it } from "vitest";
import { program } from "./environments.ts";

const GROUP = {
  name: "ProductionAG",
  primary: "SQL-PROD-01",
  replicas: [{ name: "SQL-PROD-01" }, { name: "SQL-DR-01" }],
  databases: [{ name: "ProductionDB", dataFiles: 2 }],
};
const end = (cluster: string, svm: string) => ({ cluster, svm, volume: "orders" });

const SEED = {
  sqlserver: {
    instances: [{ name: "SQL-PROD-01" }, { name: "SQL-DR-01", site: "us-west-2" }],
    groups: [GROUP],
  },
  ontap: {
    clusters: [
      { name: "ontap-prod-01", peers: ["ontap-dr-01"] },
      { name: "ontap-dr-01", site: "us-west-2", peers: ["ontap-prod-01"] },
    ],
    relationships: [
      { source: end("ontap-prod-01", "svm_prod"), destination: end("ontap-dr-01", "svm_dr") },
      {
        source: { cluster: "ontap-prod-01", svm: "svm_files" },
        destination: { cluster: "ontap-dr-01", svm: "svm_files_dr" },
        members: ["home"],
      },
      {
        source: { cluster: "ontap-prod-01", svm: "svm_prod", consistencyGroup: "payroll" },
        destination: { cluster: "ontap-dr-01", svm: "svm_dr", consistencyGroup: "payroll" },
        members: ["ledger", "journal"],
      },
    ],
  },
};

/** What a client saw, told as JSON. The simulation's time runs a second for each look at it. */
async function seenBy(script: string, prefix: string): Promise<{ seen: Record<string, unknown>; effects: readonly string[] }> {
  const { estate, clock } = createTestEstate();
  estate.seed(SEED);
  const front = await estate.openFronts();
  const folder = mkdtempSync(join(tmpdir(), "dr-foreign-"));
  const ticking = setInterval(() => clock.pass(5), 100);
  try {
    const own = front.secrets().filter(({ name }) => name.startsWith(prefix));
    const places = Object.fromEntries(own.map(({ name, value }) => [name.slice(prefix.length), JSON.parse(value) as object]));
    // Authorities of the machine would stand before the one that the client is given.
    const { REQUESTS_CA_BUNDLE: _requests, CURL_CA_BUNDLE: _curl, ...env } = process.env;
    const args = [join(import.meta.dirname, "foreign", script), folder];
    const running = promisify(execFile)(program("peers", "python"), args, { timeout: 60_000, env });
    running.child.stdin?.end(JSON.stringify(places));
    const { stdout } = await running;
    const effects = estate.effects({ outcome: "applied" }).map(({ action }) => action);
    return { seen: JSON.parse(stdout) as Record<string, unknown>, effects };
  } finally {
    clearInterval(ticking);
    await front.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.runIf(process.env["DR_INTEROP"] === "1")("clients of others", () => {
  it("python-tds reads an availability group, is refused in SQL Server's numbers, and changes it", async () => {
    const { seen, effects } = await seenBy("sql_client.py", "dr-orchestration/sql-always-on/");
    expect(seen).toEqual({
      one: [[1]],
      groups: [["ProductionAG"]],
      "by parameter": [["ProductionAG"]],
      nobody: [],
      "not synchronised": 41_142,
      "unknown view": 208,
      "wrong password": true,
      "a file missing": 5_127,
      "name too long": 103,
      snapshots: [["drill]1"]],
      moved: "PRIMARY",
    });
    expect(effects).toEqual(["ModifyReplica", "ModifyReplica", "CreateSnapshot", "DropDatabase", "PlannedFailover"]);
  });

  it("NetApp's library reads clusters and volumes, follows a job, and is refused in ONTAP's codes", async () => {
    const { seen, effects } = await seenBy("ontap_client.py", "dr-orchestration/netapp-ontap/");
    expect(seen).toEqual({
      cluster: "ontap-dr-01",
      mirrors: [
        ["svm_dr:/cg/payroll", "snapmirrored", "consistency_group"],
        ["svm_dr:orders", "snapmirrored", "none"],
        ["svm_files_dr:", "snapmirrored", "svm_dr"],
      ],
      group: ["ledger", "journal"],
      volumes: ["home", "journal", "ledger", "orders"],
      "virtual machine": ["stopped", "dp_destination"],
      "started while it is written": [409, "13434889"],
      "broken off and started": ["running", "default"],
      "written over while it serves": [409, "13434890"],
      "mirrored again": ["snapmirrored", "stopped", "dp_destination"],
      "group broken off": ["rw", "rw"],
      clone: true,
      "clone deleted": true,
      "group mirrored again": ["dp", "dp"],
      "by pages of one": 3,
      paused: "paused",
      unknown: [404, "4"],
      "mirrors at the source": [],
      "wrong password": [401, "6691623"],
    });
    expect(effects).toEqual([
      "PauseSnapMirror",
      "BreakSnapMirror",
      "UpdateSvm",
      "UpdateSvm",
      "MirrorAgain",
      "PauseSnapMirror",
      "BreakSnapMirror",
      "CloneVolume",
      "DeleteVolume",
      "MirrorAgain",
    ]);
  });
});
