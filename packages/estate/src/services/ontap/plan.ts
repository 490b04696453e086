// The clusters, volumes and mirrors that tasks of a plan name, in two sites.
import { fsxClusterName } from "./fsx-names.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
const text = (value: unknown, usual: string): string => (typeof value === "string" && value !== "" ? value : usual);

/** Volumes of what a plan names as a whole. */
const MEMBERS = ["data", "logs"];
const STANDBY_SITE = "us-west-2";
const ACTIVE_SITE = "us-east-1";

/** Of each task of this technology: both clusters, and a healthy mirror for every volume. */
export const ontapResources = (tasks: readonly PlanTask[]) => {
  const own = tasks.filter(
    ({ technology, resources }) => technology === "netapp_ontap" && typeof resources["destinationCluster"] === "string",
  );
  return {
    seed: {
      clusters: own.flatMap(({ resources }) => {
        const [source, destination] = ends(resources);
        return [
          { name: source, site: ACTIVE_SITE, peers: [destination] },
          { name: destination, site: STANDBY_SITE, peers: [source] },
        ];
      }),
      relationships: own.flatMap(({ resources }) => {
        const [source, destination] = ends(resources);
        return texts(resources["volumes"]).map((written) => {
          const [svm, name] = partsOf(written);
          const group = name?.startsWith("/cg/")
            ? { consistencyGroup: name.slice("/cg/".length) }
            : name === ""
              ? {}
              : { volume: name ?? "" };
          return {
            // What is mirrored as a whole keeps its virtual machine to itself.
            source: { cluster: source, svm: name === "" ? `${svm}_source` : "svm_prod", ...group },
            destination: { cluster: destination, svm: svm ?? "svm_dr", ...group },
            ...("volume" in group
              ? {}
              : { members: MEMBERS.map((member) => `${(group.consistencyGroup ?? svm ?? "").replaceAll(/\W/gu, "_")}_${member}`) }),
          };
        });
      }),
    },
  };
};

/** Virtual machine and volume of `svm:volume`, `svm/volume`, the same behind `cluster://`, or a volume's name alone. */
const partsOf = (written: string): readonly [string | undefined, string | undefined] => {
  const path = written.replace(/^[^:/]+:\/\//u, "");
  if (!/[:/]/u.test(path)) return ["svm_dr", path];
  const [, svm, name] = /^([^:/]+)[:/](.*)$/u.exec(path) ?? [];
  return [svm, name];
};

const ends = (resources: PlanTask["resources"]): readonly [string, string] => [
  fsxClusterName(text(resources["sourceCluster"], "ontap-source")),
  fsxClusterName(text(resources["destinationCluster"], "ontap-destination")),
];
